package io.sojourn.store.catalog;

class InMemoryCatalogTest extends CatalogContract {

    @Override
    protected Catalog open() {
        return new InMemoryCatalog();
    }
}
