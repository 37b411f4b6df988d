package io.sojourn.store.people;

class InMemoryPeopleStoreTest extends PeopleStoreContract {

    @Override
    protected PeopleStore open() {
        return new InMemoryPeopleStore();
    }
}
