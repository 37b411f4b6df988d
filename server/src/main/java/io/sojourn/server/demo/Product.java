package io.sojourn.server.demo;

import java.util.List;

/// Something that the shop sells.
///
/// @param slug in its page's address
/// @param price in euros
record Product(String slug, String name, String category, String price) {

    static final List<Product> ALL =
            List.of(
                    new Product("yirgacheffe", "Yirgacheffe", "beans", "14.50"),
                    new Product("sidamo-natural", "Sidamo Natural", "beans", "15.90"),
                    new Product("huila-washed", "Huila Washed", "beans", "13.20"),
                    new Product("santos-espresso", "Santos Espresso", "beans", "11.80"),
                    new Product("sumatra-dark", "Sumatra Dark", "beans", "12.40"),
                    new Product("decaf-valley", "Decaf Valley", "beans", "13.90"),
                    new Product("house-blend", "House Blend", "beans", "9.90"),
                    new Product("pour-over-set", "Pour-over Set", "brewing", "39.00"),
                    new Product("french-press", "French Press", "brewing", "29.50"),
                    new Product("hand-grinder", "Hand Grinder", "brewing", "64.00"),
                    new Product("gooseneck-kettle", "Gooseneck Kettle", "brewing", "79.00"),
                    new Product("espresso-cups", "Espresso Cups", "cups", "18.00"),
                    new Product("travel-mug", "Travel Mug", "cups", "24.90"),
                    new Product("filter-papers", "Filter Papers", "brewing", "4.50"));

    static final Weighted<Product> USUAL =
            new Weighted<>(ALL, 10, 7, 6, 9, 5, 4, 14, 6, 5, 4, 3, 4, 5, 8);
}
