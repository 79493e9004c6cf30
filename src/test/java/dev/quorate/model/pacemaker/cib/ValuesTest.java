package dev.quorate.model.pacemaker.cib;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Pacemaker reads values: booleans, scores, times (crm_is_true, char2score, crm_get_msec). */
class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "true,true",
        "ON,true",
        "yes,true",
        "y,true",
        "1,true",
        "false,false",
        "off,false",
        "No,false",
        "n,false",
        "0,false"
    })
    void booleansHaveManySpellings(String text, boolean value) {
        assertThat(Values.isTrue(text)).isEqualTo(value);
        assertThat(Values.isBoolean(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"maybe", "2", "''"})
    void whatIsNoBooleanIsNotTrue(String text) {
        assertThat(Values.isBoolean(text)).isFalse();
        assertThat(Values.isTrue(text)).isFalse();
        assertThat(Values.isTrue(null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "INFINITY,1000000,true",
        "+inf,1000000,true",
        "-INFINITY,-1000000,true",
        "-inf,-1000000,true",
        "7,7,true",
        "+7,7,true",
        "-7,-7,true",
        "0,0,true",
        "-00,0,true",
        "99999999999,1000000,true",
        "-99999999999,-1000000,true",
        "much,0,false",
        "'',0,false"
    })
    void scoresAreBoundedAndNonsenseCountsNothing(String text, int score, boolean isScore) {
        assertThat(Values.score(text)).isEqualTo(score);
        assertThat(Values.isScore(text)).isEqualTo(isScore);
    }

    @ParameterizedTest
    @CsvSource({
        "1,2,3", "1000000,-5,1000000", "-1000000,1000000,-1000000", "1000000,-1000000,-1000000",
        "999999,2,1000000", "-999999,-2,-1000000", "999999,-999999,0", "5,1000000,1000000"
    })
    void minusInfinityWinsThenInfinity(int left, int right, int sum) {
        assertThat(Values.add(left, right)).isEqualTo(sum);
    }

    @ParameterizedTest
    @CsvSource({"1000000,INFINITY", "1000001,INFINITY", "-1000000,-INFINITY", "999999,999999", "-3,-3"})
    void scoresAreSpeltAsInTheCib(int score, String text) {
        assertThat(Values.spell(score)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10,10000",
        "10s,10000",
        "10 sec,10000",
        "10ms,10",
        "10msec,10",
        "3000us,3",
        "3000usec,3",
        "2m,120000",
        "2min,120000",
        "2h,7200000",
        "1hr,3600000",
        "0,0",
        "123456789012ms,123456789012",
        "1234567890123ms,-1",
        "soon,-1",
        "s,-1",
        "'',-1",
        "10 days,-1"
    })
    void timesAreSecondsUnlessTheySayOtherwise(String text, long millis) {
        assertThat(Values.millis(text)).isEqualTo(millis);
        assertThat(Values.millis(null)).isEqualTo(-1);
    }
}
