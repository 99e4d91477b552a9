package jinja.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jinja.syntax.Statement.If.Branch;
import jinja.syntax.Statement.Parameter;
import jinja.syntax.Statement.Target;
import jinja.syntax.Token.Kind;
import jinja.value.TemplateFault;

/** Reads a template's blocks. */
public final class Parser {
    private static final Expression TRUE = new Expression.Literal(true);

    private final TokenStream in;
    private final ExpressionParser expressions;

    private Parser(TokenStream in) {
        this.in = in;
        expressions = new ExpressionParser(in);
    }

    /** Throws {@link TemplateFault} with the line of what cannot be read. */
    public static List<Statement> parse(String template) {
        var in = new TokenStream(Lexer.tokens(template));
        try {
            var body = new Parser(in).body(Set.of());
            if (in.peek().kind() != Kind.END) throw TemplateFault.of("'%s' is not expected", in.ahead().text());
            return body;
        } catch (TemplateFault fault) {
            throw fault.at(in.peek().line());
        }
    }

    /** Up to a block that begins with one of these words, which is left at that word. */
    private List<Statement> body(Set<String> ends) {
        in.enter();
        var body = new ArrayList<Statement>();
        while (true) {
            var token = in.peek();
            switch (token.kind()) {
                case TEXT -> body.add(new Statement.Text(token.line(), in.next().text()));
                case EXPRESSION_BEGIN -> {
                    in.next();
                    body.add(new Statement.Output(token.line(), expressions.several()));
                    in.end(Kind.EXPRESSION_END);
                }
                case BLOCK_BEGIN -> {
                    if (ends.contains(in.ahead().text())) {
                        in.leave();
                        in.next();
                        return body;
                    }
                    if (in.ahead().text().matches("end\\w+|else|elif")) {
                        in.next();
                        throw TemplateFault.of("%s is not expected", in.peek());
                    }
                    in.next();
                    block(token.line(), body);
                }
                default -> {
                    if (!ends.isEmpty()) throw TemplateFault.of("'%s' is missing", String.join("' or '",
                            ends.stream().sorted().toList()));
                    in.leave();
                    return body;
                }
            }
        }
    }

    private List<Statement> bodyTo(String end) {
        close();
        var body = body(Set.of(end));
        in.next();
        return body;
    }

    private void close() {
        in.end(Kind.BLOCK_END);
    }

    private void block(int line, List<Statement> out) {
        var word = in.name();
        switch (word) {
            case "if" -> out.add(condition(line));
            case "for" -> out.add(loop(line));
            case "set" -> out.add(set(line));
            case "macro" -> out.add(new Statement.Macro(line, in.name(), parameters(), bodyTo("endmacro")));
            case "call" -> {
                var parameters = in.is("(") ? parameters() : List.<Parameter>of();
                if (!(expressions.one() instanceof Expression.Call call)) {
                    throw TemplateFault.of("a call is expected after 'call'");
                }
                out.add(new Statement.CallBlock(line, parameters, call, bodyTo("endcall")));
            }
            case "filter" -> {
                var name = in.name();
                var first = new Expression.Filter(Statement.BODY, name,
                        in.is("(") ? expressions.operands().passed() : Expression.Passed.NOTHING);
                out.add(new Statement.Filtered(line, expressions.operands().filtered(first), bodyTo("endfilter")));
            }
            case "with" -> out.add(with(line));
            case "generation" -> out.addAll(bodyTo("endgeneration"));
            case "break" -> out.add(new Statement.Jump(line, true));
            case "continue" -> out.add(new Statement.Jump(line, false));
            default -> throw TemplateFault.of("the block '%s' is not known", word);
        }
        close();
    }

    private Statement condition(int line) {
        var branches = new ArrayList<Branch>();
        var condition = expressions.several();
        while (true) {
            close();
            var body = body(Set.of("elif", "else", "endif"));
            branches.add(new Branch(condition, body));
            if (in.takeWord("endif")) return new Statement.If(line, branches);
            condition = in.takeWord("elif") ? expressions.several() : TRUE;
            if (condition == TRUE) {
                in.expectWord("else");
                branches.add(new Branch(TRUE, bodyTo("endif")));
                return new Statement.If(line, branches);
            }
        }
    }

    private Statement loop(int line) {
        var target = targets();
        in.expectWord("in");
        var items = expressions.severalWithoutChoice();
        var condition = in.takeWord("if") ? expressions.one() : null;
        in.takeWord("recursive"); // whoever calls the loop then is told that it cannot be called
        close();
        var body = body(Set.of("else", "endfor"));
        var otherwise = in.takeWord("else") ? bodyTo("endfor") : List.<Statement>of();
        in.takeWord("endfor");
        return new Statement.For(line, target, items, condition, body, otherwise);
    }

    private Statement set(int line) {
        var target = targets();
        if (in.take("=")) return new Statement.Set(line, target, expressions.several());
        var filtered = expressions.operands().filtered(Statement.BODY);
        return new Statement.Capture(line, target, filtered, bodyTo("endset"));
    }

    private Statement with(int line) {
        var values = new ArrayList<Statement.Set>();
        while (in.peek().kind() != Kind.BLOCK_END) {
            var target = target();
            in.expect("=");
            values.add(new Statement.Set(line, target, expressions.one()));
            if (in.peek().kind() != Kind.BLOCK_END) in.expect(",");
        }
        return new Statement.With(line, values, bodyTo("endwith"));
    }

    private Target targets() {
        var first = target();
        if (!in.is(",")) return first;
        var targets = new ArrayList<>(List.of(first));
        while (in.take(",") && (in.peek().kind() == Kind.NAME && !in.isWord("in") || in.is("("))) targets.add(target());
        return new Target.Several(targets);
    }

    private Target target() {
        if (in.take("(")) {
            var inner = targets();
            in.expect(")");
            return inner;
        }
        var name = in.name();
        return in.take(".") ? new Target.Of(name, in.name()) : new Target.One(name);
    }

    private List<Parameter> parameters() {
        var parameters = new ArrayList<Parameter>();
        in.expect("(");
        while (!in.take(")")) {
            var name = in.name();
            parameters.add(new Parameter(name, in.take("=") ? expressions.one() : null));
            if (!in.is(")")) in.expect(",");
        }
        return parameters;
    }
}
