package jinja.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jinja.syntax.Token.Kind;

/** Reads expressions, with the precedence of Jinja 3.1. */
final class ExpressionParser {
    static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private final TokenStream in;
    private final OperandParser operands;

    ExpressionParser(TokenStream in) {
        this.in = in;
        operands = new OperandParser(in, this);
    }

    /** One, or several with commas between them, which are a tuple. */
    Expression several() {
        return several(true);
    }

    private Expression several(boolean choice) {
        var first = choice ? one() : or();
        if (!in.is(",")) return first;
        var items = new ArrayList<>(List.of(first));
        while (in.take(",") && begins()) items.add(choice ? one() : or());
        return new Expression.ListOf(items, true);
    }

    /** What a loop goes over: the word after it is the loop's own condition. */
    Expression severalWithoutChoice() {
        return several(false);
    }

    private boolean begins() {
        var token = in.peek();
        return switch (token.kind()) {
            case BLOCK_END, EXPRESSION_END, END -> false;
            case OPERATOR -> !Set.of(")", "]", "}", "=", ":").contains(token.text());
            default -> !token.is(Kind.NAME, "in") && !token.is(Kind.NAME, "if");
        };
    }

    Expression one() {
        in.enter();
        var value = or();
        while (in.takeWord("if")) {
            var condition = or();
            value = new Expression.Choice(condition, value, in.takeWord("else") ? one() : null);
        }
        in.leave();
        return value;
    }

    private Expression or() {
        var left = and();
        while (in.takeWord("or")) left = new Expression.Binary("or", left, and());
        return left;
    }

    private Expression and() {
        var left = not();
        while (in.takeWord("and")) left = new Expression.Binary("and", left, not());
        return left;
    }

    private Expression not() {
        if (!in.takeWord("not")) return comparison();
        in.enter();
        var negated = new Expression.Unary("not", not());
        in.leave();
        return negated;
    }

    private Expression comparison() {
        var first = sum();
        var rest = new ArrayList<Map.Entry<String, Expression>>();
        while (true) {
            if (in.peek().kind() == Kind.OPERATOR && COMPARISONS.contains(in.peek().text())) {
                rest.add(Map.entry(in.next().text(), sum()));
            } else if (in.takeWord("in")) {
                rest.add(Map.entry("in", sum()));
            } else if (in.isWord("not") && in.ahead().is(Kind.NAME, "in")) {
                in.next();
                in.next();
                rest.add(Map.entry("not in", sum()));
            } else {
                return rest.isEmpty() ? first : new Expression.Comparison(first, rest);
            }
        }
    }

    private Expression sum() {
        var left = joined();
        while (in.is("+") || in.is("-")) left = new Expression.Binary(in.next().text(), left, joined());
        return left;
    }

    private Expression joined() {
        var left = product();
        while (in.take("~")) left = new Expression.Binary("~", left, product());
        return left;
    }

    private Expression product() {
        var left = power();
        while (in.is("*") || in.is("/") || in.is("//") || in.is("%")) {
            left = new Expression.Binary(in.next().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        var left = unary(true);
        while (in.take("**")) left = new Expression.Binary("**", left, unary(true));
        return left;
    }

    private Expression unary(boolean filtered) {
        in.enter();
        var value = in.is("-") || in.is("+") ? new Expression.Unary(in.next().text(), unary(false))
                : operands.read();
        in.leave();
        return filtered ? operands.filtered(value) : value;
    }

    OperandParser operands() {
        return operands;
    }
}
