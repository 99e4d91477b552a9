package text;

/**
 * Takes signs off the ends of a text in one pass. A regular expression of the JDK for signs at the end tries each of
 * them as the first, and so takes the square of their number; one for a repeated group takes stack for each.
 */
public final class Trimming {
    private static final String HERE = "./";

    private Trimming() {
    }

    /** Without those of the signs that stand at its beginning. */
    public static String front(String text, String signs) {
        int start = 0;
        while (start < text.length() && signs.indexOf(text.charAt(start)) >= 0) start++;
        return text.substring(start);
    }

    /** Without those of the signs that stand at its end. */
    public static String back(String text, String signs) {
        int end = text.length();
        while (end > 0 && signs.indexOf(text.charAt(end - 1)) >= 0) end--;
        return text.substring(0, end);
    }

    /** A path without {@code ./} before it, however often, with as many slashes each: {@code .//./a} is {@code a}. */
    public static String here(String path) {
        int start = 0;
        while (path.startsWith(HERE, start)) {
            start++;
            while (start < path.length() && path.charAt(start) == '/') start++;
        }
        return path.substring(start);
    }
}
