package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import com.google.re2j.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names a pack's pattern can find, read from the pattern. */
class NameShapeTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            TABLE (?<name>[a-z_]\\w*) ; account ; true
            TABLE (?<name>[a-z_]\\w*) ; Account ; false
            TABLE (?<name>[a-z_]\\w*) ; an account ; false
            (?i)table (?<name>[a-z]+) ; ACCOUNT ; true
            (?i:table) (?<name>[a-z]+) ; ACCOUNT ; true
            id=(?P<name>[])(]+)x ; )(] ; true
            id=(?<name>[^])]+)x ; a(b ; true
            id=(?<name>(?:a|b(c))\\))x ; bc) ; true
            id=(?<name>[[:alpha:])]+)x ; a)b ; true
            id=(?<name>[\\])]+)x ; ]) ; true
            id=(?<name>a|b)x ; ab ; false
            """)
    void aNameIsWhatTheGroupCanMatchByItself(String pattern, String name, boolean matches) {
        assertEquals(Optional.of(matches), NameShape.of(Pattern.compile(pattern)).map(shape -> shape.matches(name)));
    }

    @ParameterizedTest
    @CsvSource({"\\Q(?<name>\\E(?<name>a)", "id=(?:a)"})
    void whatCannotBeReadIsNotJudged(String pattern) {
        assertEquals(Optional.empty(), NameShape.of(Pattern.compile(pattern)));
    }
}
