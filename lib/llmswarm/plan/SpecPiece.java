package llmswarm.plan;

/**
 * What became of a piece of a specification that was edited: a paragraph, a list item or a table, with the samples that
 * it leads to.
 *
 * @param lines  where it stands now, such as {@code 12-14}; empty when it is withdrawn
 * @param before where it stood; empty when it was added
 * @param text   as it stands now; empty when it is withdrawn
 * @param was    as it stood; empty when it was added
 */
public record SpecPiece(Fate fate, String lines, String before, String text, String was) {
    /** What an edit did to it. A piece that only moved is kept. */
    public enum Fate { KEPT, CHANGED, ADDED, WITHDRAWN }
}
