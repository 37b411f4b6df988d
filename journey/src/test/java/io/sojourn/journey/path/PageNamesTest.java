package io.sojourn.journey.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.scan.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageNamesTest {

    private static final Column URL = new Column(Column.Scope.EVENT, "url");

    private static PageNames names(boolean grouped, PagePattern... patterns) {
        return new PageNames(new ItemName.Page(URL, List.of(patterns), grouped));
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/a/b, /a/b",
        "https://shop.example, /",
        "https://shop.example/, /",
        "https://shop.example?a=/b, /",
        "https://shop.example/a/#/b, /a",
        "shop.example/a, /a",
        "shop.example, /",
        "/a//, /a",
        "/a?u=https://x/y, /a",
        "//, /",
        "' /a ', /a",
        "'', /",
        "/ü/Ä, /ü/Ä",
    })
    void aPageIsItsPath(String address, String path) {
        assertThat(names(false).name(address)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/user/7/edit, /user/*/edit",
        "/2024-01-15, /*",
        "/1-2-3, /1-2-3",
        "/3f2504e0-4f89-11d3-9a0c-0305e82c3301, /*",
        "/9F8E7D6C, /*",
        "/9f8e7d6, /9f8e7d6",
        "/facade-bed, /facade-bed",
        "/12345678g, /12345678g",
        "/--------, /--------",
        "/, /",
        "/7, /*",
    })
    void numbersAndIdsAreGrouped(String address, String path) {
        assertThat(names(true).name(address)).isEqualTo(path);
        assertThat(names(false).name(address)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "/p/*, /p/7, true",
        "/p/*, /p/7/a, false",
        "/p/*, /p, false",
        "/p/**, /p/7/a, true",
        "/p/**/z, /p/7/a/z, true",
        "/p*/a, /pets/a, true",
        "/p/, /p, true",
        "/, /, true",
        "/**, /, true",
        "/a.c, /abc, false",
        "/a(b, /a(b, true",
        "/*/*, /a, false",
    })
    void patternsNamePages(String pattern, String page, boolean fits) {
        assertThat(names(false, new PagePattern(pattern, "named")).name(page))
                .isEqualTo(fits ? "named" : page);
    }

    @Test
    void theFirstPatternThatFitsNames() {
        PageNames names =
                names(true, new PagePattern("/p/7", "seven"), new PagePattern("/p/*", "product"));
        assertThat(List.of(names.name("/p/7"), names.name("/p/8"), names.name("/q/8")))
                .isEqualTo(List.of("seven", "product", "/q/*"));
    }
}
