package jinja.syntax;

import java.util.List;

import jinja.syntax.Token.Kind;
import jinja.value.TemplateFault;

/** Reads on in the tokens of a template. */
final class TokenStream {
    private static final int DEEPEST = 200;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        return tokens.get(at < tokens.size() - 1 ? at++ : at);
    }

    boolean is(String operator) {
        return peek().is(Kind.OPERATOR, operator);
    }

    boolean isWord(String word) {
        return peek().is(Kind.NAME, word);
    }

    /** Takes it if it is there. */
    boolean take(String operator) {
        return is(operator) && next() != null;
    }

    boolean takeWord(String word) {
        return isWord(word) && next() != null;
    }

    void expect(String operator) {
        if (!take(operator)) throw TemplateFault.of("'%s' is expected before %s", operator, peek());
    }

    void expectWord(String word) {
        if (!takeWord(word)) throw TemplateFault.of("'%s' is expected before %s", word, peek());
    }

    String name() {
        if (peek().kind() != Kind.NAME) throw TemplateFault.of("a name is expected before %s", peek());
        return next().text();
    }

    void end(Kind kind) {
        if (next().kind() != kind) throw TemplateFault.of("%s is not expected", tokens.get(at - 1));
    }

    void enter() {
        if (++depth > DEEPEST) throw TemplateFault.of("it nests more than %d deep", DEEPEST);
    }

    void leave() {
        depth--;
    }
}
