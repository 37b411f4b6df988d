package io.sojourn.store.question;

class InMemoryQuestionStoreTest extends QuestionStoreContract {

    @Override
    protected QuestionStore open() {
        return new InMemoryQuestionStore();
    }

    @Override
    protected QuestionStore reopen(QuestionStore store) {
        return store;
    }
}
