//DEPS org.apache.commons:commons-text:1.15.0
package answers.edit;

import org.apache.commons.text.similarity.LevenshteinDistance;

/** How alike two lines are, whatever their blanks. */
final class Likeness {
    private static final int LONGEST = 300;

    private Likeness() {
    }

    /** The line without blanks around it, and with one for several. */
    static String plain(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    /** From 0 to 1, of plain lines; lines of very different or very great length are not compared. */
    static double of(String first, String second) {
        if (first.equals(second)) return 1;
        int longer = Math.max(first.length(), second.length());
        if (longer > LONGEST || longer > 2 * Math.min(first.length(), second.length())) return 0;
        return 1 - LevenshteinDistance.getDefaultInstance().apply(first, second) / (double) longer;
    }
}
