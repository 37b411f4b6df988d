package io.sojourn.store.embedded.journey.index;

import io.sojourn.store.embedded.journey.PeopleView;
import io.sojourn.store.embedded.journey.PersonColumn;

/// Who is who as the project's people say.
record ViewWho(PeopleView view) implements Who {

    @Override
    public int end() {
        return view.end();
    }

    @Override
    public int person(int visitor) {
        return view.person(visitor);
    }

    @Override
    public int next(int visitor) {
        return view.next(visitor);
    }

    @Override
    public long firstSeen(int person) {
        return view.firstSeen(person);
    }

    @Override
    public long newestSeen() {
        return view.newestSeen();
    }

    @Override
    public long people() {
        return view.people();
    }

    @Override
    public PersonColumn column(String key) {
        return view.column(key);
    }
}
