package llmswarm.config.stack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void twoStarsStandForAnyNumberOfFoldersAlsoNone() {
        for (var path : new String[] {"a.x", "b/a.x", "c/b/a.x", "ä ö/-a.x"}) {
            assertTrue(Glob.of("**/*.x").matches(path), path);
        }
        assertTrue(Glob.of("src/**/*.x").matches("src/a.x"));
        assertTrue(Glob.of("src/**/test/**/*.x").matches("src/test/a.x"));
        assertTrue(Glob.of("{**/*.x,*.y}").matches("a.x"));
    }

    @Test
    void otherFilesAreNotMatched() {
        assertFalse(Glob.of("**/*.x").matches("a.y"));
        assertFalse(Glob.of("src/**/*.x").matches("other/a.x"));
        assertFalse(Glob.of("*.x").matches("b/a.x"));
        assertFalse(Glob.of("a**/*.x").matches("*.x"));
    }

    @Test
    void aBrokenPatternIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Glob.of("{a"));
    }

    @Test
    void starsOfOneNameAreBoundedAndThoseOfManyChoicesAreNot() {
        assertTrue(Glob.of("{test_*,*_test.*,*.test.*,*_spec.*,*.spec.*,*Test.*}").matches("a.test.js"));
        assertTrue(Glob.of("**/*/**/*a*.*").matches("b/c/dae.x"));
        assertThrows(IllegalArgumentException.class, () -> Glob.of("*a*a*a*a*a*b"));
    }
}
