package io.sojourn.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void cellsAreQuotedWhereTheyMustAndFormulasAreDisarmed() {
        StringBuilder out = new StringBuilder();
        Csv.row(
                out,
                List.of("a", "b,c", "say \"hi\"", "=1+1", "-5", "+cmd|x", "@x", "line\nbreak"));
        assertThat(out.toString())
                .isEqualTo("a,\"b,c\",\"say \"\"hi\"\"\",'=1+1,-5,'+cmd|x,'@x,\"line\nbreak\"\r\n");
    }
}
