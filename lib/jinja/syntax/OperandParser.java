package jinja.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jinja.syntax.Expression.Passed;
import jinja.syntax.Token.Kind;
import jinja.value.TemplateFault;

/** Reads what stands between operators: constants, names and containers, with their calls, keys, filters and tests. */
final class OperandParser {
    /** Words that end the test before them, so are no argument of it. */
    private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and", "if", "in", "is", "not");
    private static final Map<String, Object> CONSTANTS = constants();

    private final TokenStream in;
    private final ExpressionParser expressions;

    OperandParser(TokenStream in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    private static Map<String, Object> constants() {
        var constants = new LinkedHashMap<String, Object>(Map.of("true", true, "True", true, "false", false, "False",
                false));
        constants.put("none", null);
        constants.put("None", null);
        return constants;
    }

    /** An operand without filters and tests. */
    Expression read() {
        return after(primary());
    }

    private Expression primary() {
        var token = in.next();
        return switch (token.kind()) {
            case NAME -> CONSTANTS.containsKey(token.text()) ? new Expression.Literal(CONSTANTS.get(token.text()))
                    : new Expression.Name(token.text());
            case STRING -> {
                var text = new StringBuilder(token.text());
                while (in.peek().kind() == Kind.STRING) text.append(in.next().text());
                yield new Expression.Literal(text.toString());
            }
            case NUMBER -> number(token.text().replace("_", ""));
            case OPERATOR -> switch (token.text()) {
                case "(" -> parenthesised();
                case "[" -> new Expression.ListOf(items("]"), false);
                case "{" -> map();
                default -> throw TemplateFault.of("%s is not expected", token);
            };
            default -> throw TemplateFault.of("%s is not expected", token.kind() == Kind.END ? token : "the end");
        };
    }

    private static Expression number(String text) {
        try {
            return new Expression.Literal(text.matches("\\d+") ? (Object) Long.valueOf(text) : Double.valueOf(text));
        } catch (NumberFormatException tooLarge) {
            throw TemplateFault.of("'%s' is too large", text);
        }
    }

    private Expression parenthesised() {
        if (in.take(")")) return new Expression.ListOf(List.of(), true);
        var value = expressions.several();
        in.expect(")");
        return value;
    }

    private List<Expression> items(String end) {
        var items = new ArrayList<Expression>();
        while (!in.take(end)) {
            items.add(expressions.one());
            if (!in.is(end)) in.expect(",");
        }
        return items;
    }

    private Expression map() {
        var entries = new ArrayList<Map.Entry<Expression, Expression>>();
        while (!in.take("}")) {
            var key = expressions.one();
            in.expect(":");
            entries.add(Map.entry(key, expressions.one()));
            if (!in.is("}")) in.expect(",");
        }
        return new Expression.MapOf(entries);
    }

    private Expression after(Expression primary) {
        var value = primary;
        while (true) {
            if (in.take(".")) {
                value = in.peek().kind() == Kind.NUMBER ? new Expression.Entry(value, number(in.next().text()))
                        : new Expression.Attribute(value, in.name());
            } else if (in.take("[")) {
                value = entry(value);
            } else if (in.is("(")) {
                value = new Expression.Call(value, passed());
            } else {
                return value;
            }
        }
    }

    private Expression entry(Expression of) {
        var from = in.is(":") ? null : expressions.several();
        if (in.take("]")) {
            if (from == null) throw TemplateFault.of("a key is missing");
            return new Expression.Entry(of, from);
        }
        in.expect(":");
        var to = in.is(":") || in.is("]") ? null : expressions.one();
        var step = in.take(":") && !in.is("]") ? expressions.one() : null;
        in.expect("]");
        return new Expression.Slice(of, from, to, step);
    }

    /** Filters, tests and calls after a value, as they come. */
    Expression filtered(Expression start) {
        var value = start;
        while (true) {
            if (in.take("|")) {
                var name = dotted();
                value = new Expression.Filter(value, name, in.is("(") ? passed() : Passed.NOTHING);
            } else if (in.takeWord("is")) {
                value = test(value);
            } else if (in.is("(")) {
                value = new Expression.Call(value, passed());
            } else {
                return value;
            }
        }
    }

    private String dotted() {
        var name = new StringBuilder(in.name());
        while (in.take(".")) name.append('.').append(in.name());
        return name.toString();
    }

    private Expression test(Expression value) {
        boolean negated = in.takeWord("not");
        var operator = in.peek();
        boolean compares = operator.kind() == Kind.OPERATOR
                && ExpressionParser.COMPARISONS.contains(operator.text());
        var name = compares ? in.next().text() : dotted();
        var passed = Passed.NOTHING;
        var next = in.peek();
        if (in.is("(")) {
            passed = passed();
        } else if (Set.of(Kind.STRING, Kind.NUMBER).contains(next.kind()) || in.is("[") || in.is("{")
                || next.kind() == Kind.NAME && !NO_ARGUMENT.contains(next.text())) {
            passed = new Passed(List.of(read()), Map.of(), null, null);
        }
        var test = new Expression.Test(value, name, passed);
        return negated ? new Expression.Unary("not", test) : test;
    }

    Passed passed() {
        in.expect("(");
        var positional = new ArrayList<Expression>();
        var named = new LinkedHashMap<String, Expression>();
        Expression list = null, map = null;
        while (!in.take(")")) {
            if (in.take("**")) {
                map = expressions.one();
            } else if (in.take("*")) {
                list = expressions.one();
            } else if (in.peek().kind() == Kind.NAME && in.ahead().is(Kind.OPERATOR, "=")) {
                var name = in.name();
                in.expect("=");
                named.put(name, expressions.one());
            } else {
                positional.add(expressions.one());
            }
            if (!in.is(")")) in.expect(",");
        }
        return new Passed(positional, named, list, map);
    }
}
