package jinja.syntax;

import java.util.List;
import java.util.Map;

/** What has a value. */
public sealed interface Expression {
    record Literal(Object value) implements Expression {
    }

    record Name(String name) implements Expression {
    }

    record ListOf(List<Expression> items, boolean tuple) implements Expression {
    }

    record MapOf(List<Map.Entry<Expression, Expression>> entries) implements Expression {
    }

    /** {@code a.b}: an attribute before an entry. */
    record Attribute(Expression of, String name) implements Expression {
    }

    /** {@code a[b]}: an entry before an attribute. */
    record Entry(Expression of, Expression key) implements Expression {
    }

    /** Parts that are not written are null. */
    record Slice(Expression of, Expression from, Expression to, Expression step) implements Expression {
    }

    record Call(Expression callee, Passed passed) implements Expression {
    }

    record Filter(Expression value, String name, Passed passed) implements Expression {
    }

    record Test(Expression value, String name, Passed passed) implements Expression {
    }

    record Unary(String operator, Expression value) implements Expression {
    }

    record Binary(String operator, Expression left, Expression right) implements Expression {
    }

    /** {@code a < b < c}: each pair must hold. */
    record Comparison(Expression first, List<Map.Entry<String, Expression>> rest) implements Expression {
    }

    /** Without an otherwise it is undefined. */
    record Choice(Expression condition, Expression then, Expression otherwise) implements Expression {
    }

    /** What stands in the parentheses of a call. */
    record Passed(List<Expression> positional, Map<String, Expression> named, Expression list, Expression map) {
        static final Passed NOTHING = new Passed(List.of(), Map.of(), null, null);
    }
}
