package jinja.syntax;

/**
 * A part of a template.
 *
 * @param text of a text or string what it stands for, otherwise as it is written
 */
record Token(Kind kind, String text, int line) {
    enum Kind { TEXT, STRING, NUMBER, NAME, OPERATOR, EXPRESSION_BEGIN, EXPRESSION_END, BLOCK_BEGIN, BLOCK_END, END }

    boolean is(Kind other, String word) {
        return kind == other && text.equals(word);
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end of the template" : "'" + text + "'";
    }
}
