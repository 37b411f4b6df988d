package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignificanceTest {

    /// Computed with Python's `math.erfc`.
    @ParameterizedTest
    @CsvSource({
        "120, 1000, 150, 1000, -1.963049807622355, 0.04964038686536881",
        "30, 100, 30, 100, 0, 1",
        "500, 1000, 300, 1000, 9.128709291752768, 6.932079668133742e-20",
        "45, 200, 60, 200, -1.704572969181408, 0.08827409627537748",
        "510, 1000, 500, 1000, 0.4472359578569241, 0.6547047014658623"
    })
    void isTheTwoProportionTest(long a, long n, long b, long m, double z, double p) {
        Significance significance = Significance.of(a, n, b, m);
        assertThat(significance.z()).isCloseTo(z, within(1e-12));
        assertThat(significance.p()).isCloseTo(p, within(Math.max(1e-9 * p, 1e-30)));
        assertThat(significance.enough()).isTrue();
        assertThat(significance.isSignificant()).isEqualTo(p < 0.05);
    }

    @Test
    void doesNotDependOnWhoComesFirst() {
        Significance one = Significance.of(12, 100, 25, 130);
        Significance other = Significance.of(25, 130, 12, 100);
        assertThat(one.z()).isEqualTo(-other.z());
        assertThat(one.p()).isEqualTo(other.p());
    }

    @Test
    void saysWhereThereAreTooFew() {
        assertThat(Significance.of(2, 10, 5, 10).enough()).isFalse();
        assertThat(Significance.of(0, 10, 9, 10).isSignificant()).isFalse();
        assertThat(Significance.of(98, 100, 99, 100).enough()).as("three others in all").isFalse();
    }

    @Test
    void saysNothingWhereNothingDiffers() {
        assertThat(Significance.of(10, 10, 20, 20).p()).isNaN();
        assertThat(Significance.of(0, 10, 0, 20).p()).isNaN();
        assertThat(Significance.of(0, 0, 1, 20).p()).isNaN();
    }

    @Test
    void moreThanAllCannotConvert() {
        assertThatThrownBy(() -> Significance.of(11, 10, 1, 20))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
