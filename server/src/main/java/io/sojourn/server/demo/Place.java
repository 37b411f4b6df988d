package io.sojourn.server.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/// A country that visitors come from.
///
/// @param zoneHours of its clocks, from UTC
/// @param blocks first two bytes of addresses that are routed there
/// @param givenNames usual there
record Place(
        String country,
        String language,
        int zoneHours,
        List<String> blocks,
        List<String> givenNames,
        List<String> familyNames) {

    private static final List<String> ENGLISH =
            List.of(
                    "Olivia", "James", "Amelia", "Noah", "Grace", "Henry", "Ruby", "Owen", "Chloe",
                    "Leo", "Hannah", "Jack", "Zoe", "Ethan");
    private static final List<String> ENGLISH_FAMILIES =
            List.of(
                    "Carter", "Bennett", "Hughes", "Foster", "Reed", "Cooper", "Ward", "Palmer",
                    "Hayes", "Murray", "Barnes", "Ellis", "Webb", "Grant");

    static final List<Place> ALL =
            List.of(
                    new Place(
                            "US",
                            "en-US",
                            -5,
                            List.of("73.5", "73.12", "24.1", "98.20", "71.60"),
                            ENGLISH,
                            ENGLISH_FAMILIES),
                    new Place(
                            "GB",
                            "en-GB",
                            0,
                            List.of("87.112", "87.194", "86.130"),
                            ENGLISH,
                            ENGLISH_FAMILIES),
                    new Place(
                            "DE",
                            "de-DE",
                            1,
                            List.of("87.128", "87.130", "87.134"),
                            List.of(
                                    "Anna", "Lukas", "Lena", "Jonas", "Mia", "Felix", "Clara",
                                    "Paul", "Emma", "Moritz"),
                            List.of(
                                    "Schneider",
                                    "Fischer",
                                    "Weber",
                                    "Becker",
                                    "Hoffmann",
                                    "Koch",
                                    "Richter",
                                    "Wolf",
                                    "Neumann",
                                    "Braun")),
                    new Place(
                            "FR",
                            "fr-FR",
                            1,
                            List.of("87.88", "79.80", "79.84"),
                            List.of(
                                    "Chloé", "Hugo", "Camille", "Louis", "Léa", "Arthur", "Manon",
                                    "Jules"),
                            List.of(
                                    "Moreau",
                                    "Lefèvre",
                                    "Girard",
                                    "Rousseau",
                                    "Fontaine",
                                    "Mercier",
                                    "Lambert",
                                    "Blanc")),
                    new Place(
                            "NL",
                            "nl-NL",
                            1,
                            List.of("87.208", "87.212", "87.195"),
                            List.of("Sanne", "Daan", "Lotte", "Bram", "Fleur", "Sem"),
                            List.of("de Vries", "Jansen", "Bakker", "Visser", "Smit", "Mulder")),
                    new Place(
                            "ES",
                            "es-ES",
                            1,
                            List.of("87.216", "87.220", "79.116"),
                            List.of("Lucía", "Martín", "Paula", "Álvaro", "Carmen", "Diego"),
                            List.of("Navarro", "Ortega", "Serrano", "Molina", "Vidal", "Cano")),
                    new Place(
                            "IT",
                            "it-IT",
                            1,
                            List.of("87.1", "87.6", "87.11"),
                            List.of("Giulia", "Marco", "Chiara", "Luca", "Elena", "Davide"),
                            List.of("Conti", "Ricci", "Marino", "Greco", "Gallo", "Fontana")),
                    new Place(
                            "CA",
                            "en-CA",
                            -5,
                            List.of("24.66", "24.77", "24.57"),
                            ENGLISH,
                            ENGLISH_FAMILIES),
                    new Place(
                            "SE",
                            "sv-SE",
                            1,
                            List.of("84.217", "81.226", "79.138"),
                            List.of("Elsa", "Oskar", "Maja", "Axel", "Alva"),
                            List.of("Lindberg", "Nyström", "Holm", "Ekman", "Sandberg")),
                    new Place(
                            "BR",
                            "pt-BR",
                            -3,
                            List.of("177.17", "177.20", "177.32"),
                            List.of("Beatriz", "Rafael", "Larissa", "Thiago", "Camila"),
                            List.of("Almeida", "Barbosa", "Cardoso", "Moraes", "Teixeira")),
                    new Place(
                            "JP",
                            "ja-JP",
                            9,
                            List.of("126.1", "126.7", "126.9"),
                            List.of("さくら", "蓮", "陽菜", "大翔", "結衣"),
                            List.of("佐藤", "鈴木", "高橋", "田中", "渡辺")),
                    new Place(
                            "IN",
                            "en-IN",
                            5,
                            List.of("117.193", "117.199", "117.203"),
                            List.of("Priya", "Arjun", "Ananya", "Rohan", "Meera"),
                            List.of("Iyer", "Kapoor", "Nair", "Reddy", "Joshi")),
                    new Place(
                            "AU",
                            "en-AU",
                            10,
                            List.of("122.105", "122.108", "59.167"),
                            ENGLISH,
                            ENGLISH_FAMILIES),
                    new Place(
                            "PL",
                            "pl-PL",
                            1,
                            List.of("87.204", "87.206", "79.185"),
                            List.of("Zofia", "Jakub", "Maja", "Szymon", "Oliwia"),
                            List.of("Kowalska", "Wiśniewski", "Zieliński", "Wójcik", "Mazur")),
                    new Place(
                            "CH",
                            "de-CH",
                            1,
                            List.of("84.226", "84.73", "81.62"),
                            List.of("Nina", "Luca", "Sofia", "Nico", "Lara"),
                            List.of("Keller", "Meier", "Frei", "Brunner", "Gerber")));

    static final Weighted<Place> USUAL =
            new Weighted<>(ALL, 30, 13, 14, 8, 6, 4, 4, 6, 3, 4, 3, 4, 3, 3, 3);

    Place {
        blocks = List.copyOf(blocks);
        givenNames = List.copyOf(givenNames);
        familyNames = List.copyOf(familyNames);
    }

    String address(RandomGenerator random) {
        return Weighted.any(blocks, random)
                + "."
                + random.nextInt(256)
                + "."
                + (1 + random.nextInt(254));
    }
}
