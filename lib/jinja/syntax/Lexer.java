package jinja.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jinja.syntax.Token.Kind;
import jinja.value.TemplateFault;

/**
 * Cuts a template into parts. A block takes the blanks before it in its line and the line break after it with it, a
 * comment too; signs at the inner sides take more or less. One line break at the end of the template is dropped.
 */
final class Lexer {
    private static final Pattern OPENING = Pattern.compile("\\{([{%#])([-+]?)");
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\s*(-?)%}");
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(%}|-%}|\\+%})");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern NUMBER =
            Pattern.compile("\\d+(?:_\\d+)*(?:(?:\\.\\d+(?:_\\d+)*)?[eE][+-]?\\d+(?:_\\d+)*|\\.\\d+(?:_\\d+)*)?");
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|<=|>=|[-+/*%~\\[\\](){}<>=.:|,]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineBegins = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        var source = template.replace("\r\n", "\n").replace('\r', '\n');
        var lexer = new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        try {
            lexer.run();
        } catch (TemplateFault fault) {
            throw fault.at(lexer.line);
        }
        return lexer.tokens;
    }

    private void run() {
        var opening = OPENING.matcher(source);
        while (opening.find(at)) {
            var kind = opening.group(1).charAt(0);
            text(source.substring(at, opening.start()), opening.group(2), kind != '{');
            var raw = RAW.matcher(source).region(opening.start(), source.length());
            move(opening.end());
            if (kind == '#') {
                comment();
            } else if (raw.lookingAt()) {
                move(raw.end());
                raw(raw.group(1).equals("-"));
            } else {
                inner(kind == '{');
            }
            lineBegins = at > 0 && source.charAt(at - 1) == '\n';
        }
        text(source.substring(at), "+", false);
        tokens.add(new Token(Kind.END, "", line));
    }

    private void text(String text, String sign, boolean block) {
        var kept = text;
        if (sign.equals("-")) {
            kept = text.stripTrailing();
        } else if (block && sign.isEmpty()) {
            int begin = text.lastIndexOf('\n') + 1;
            if ((begin > 0 || lineBegins) && text.substring(begin).isBlank()) kept = text.substring(0, begin);
        }
        if (!kept.isEmpty()) tokens.add(new Token(Kind.TEXT, kept, line));
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) throw TemplateFault.of("a comment has no end");
        char sign = end > at ? source.charAt(end - 1) : ' ';
        move(end + 2);
        after(sign == '-' || sign == '+' ? String.valueOf(sign) : "", true);
    }

    private void raw(boolean strip) {
        if (strip) blanks();
        var end = END_RAW.matcher(source);
        if (!end.find(at)) throw TemplateFault.of("'raw' has no end");
        lineBegins = source.charAt(at - 1) == '\n';
        text(source.substring(at, end.start()), end.group(1), true);
        move(end.end());
        after(end.group(2).replace("%}", ""), true);
    }

    /** What follows a closing mark and belongs to it. */
    private void after(String sign, boolean block) {
        if (sign.equals("-")) {
            blanks();
        } else if (block && sign.isEmpty() && at < source.length() && source.charAt(at) == '\n') {
            move(at + 1);
        }
    }

    private void inner(boolean expression) {
        tokens.add(new Token(expression ? Kind.EXPRESSION_BEGIN : Kind.BLOCK_BEGIN, "", line));
        var close = expression ? "}}" : "%}";
        for (int open = 0;;) {
            blanks();
            if (at >= source.length()) throw TemplateFault.of("'%s' is missing", close);
            char c = source.charAt(at);
            if (open == 0 && source.startsWith(close, c == '-' || c == '+' && !expression ? at + 1 : at)) {
                tokens.add(new Token(expression ? Kind.EXPRESSION_END : Kind.BLOCK_END, close, line));
                boolean signed = c == '-' || c == '+' && !expression;
                move(at + (signed ? 3 : 2));
                after(signed ? String.valueOf(c) : "", !expression);
                return;
            }
            if ("([{".indexOf(c) >= 0) open++;
            if (")]}".indexOf(c) >= 0 && open-- == 0) throw TemplateFault.of("'%s' is not expected", c);
            token(c);
        }
    }

    private void token(char c) {
        if (c == '"' || c == '\'') {
            string(c);
            return;
        }
        if (take(NAME, Kind.NAME) || take(NUMBER, Kind.NUMBER) || take(OPERATOR, Kind.OPERATOR)) return;
        throw TemplateFault.of("'%s' is not expected", Character.toString(source.codePointAt(at)));
    }

    private boolean take(Pattern pattern, Kind kind) {
        Matcher found = pattern.matcher(source).region(at, source.length());
        if (!found.lookingAt()) return false;
        tokens.add(new Token(kind, found.group(), line));
        move(found.end());
        return true;
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) end += source.charAt(end) == '\\' ? 2 : 1;
        if (end >= source.length()) throw TemplateFault.of("a text has no end");
        tokens.add(new Token(Kind.STRING, Escapes.read(source.substring(at + 1, end)), line));
        move(end + 1);
    }

    private void blanks() {
        int end = at;
        while (end < source.length() && Character.isWhitespace(source.charAt(end))) end++;
        move(end);
    }

    private void move(int to) {
        for (int i = at; i < to; i++) line += source.charAt(i) == '\n' ? 1 : 0;
        at = to;
    }
}
