package jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jinja.syntax.Expression.Passed;
import jinja.syntax.Expression;
import jinja.value.Access;
import jinja.value.Arguments;
import jinja.value.JinjaArithmetic;
import jinja.value.Callable;
import jinja.value.RenderingLimits;
import jinja.value.TemplateFault;
import jinja.value.Tuple;
import jinja.value.Undefined;
import jinja.value.JinjaValues;

/** Computes expressions. */
final class Evaluator {
    private final RenderingLimits limits;

    Evaluator(RenderingLimits limits) {
        this.limits = limits;
    }

    Object value(Expression expression, VariableScope scope) {
        limits.look();
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListOf list -> {
                var items = new ArrayList<>();
                for (var item : list.items()) items.add(value(item, scope));
                yield list.tuple() ? new Tuple(items) : items;
            }
            case Expression.MapOf map -> {
                var entries = new LinkedHashMap<>();
                for (var entry : map.entries()) entries.put(key(value(entry.getKey(), scope)),
                        value(entry.getValue(), scope));
                yield entries;
            }
            case Expression.Attribute attribute -> Access.attribute(value(attribute.of(), scope), attribute.name());
            case Expression.Entry entry -> Access.entry(value(entry.of(), scope), value(entry.key(), scope));
            case Expression.Slice slice -> Access.slice(value(slice.of(), scope), optional(slice.from(), scope),
                    optional(slice.to(), scope), optional(slice.step(), scope));
            case Expression.Call call -> value(call, scope, null);
            case Expression.Filter filter -> {
                var value = value(filter.value(), scope);
                yield Filters.apply(filter.name(), value, arguments(filter.passed(), scope, null));
            }
            case Expression.Test test -> {
                var value = value(test.value(), scope);
                yield Tests.holds(test.name(), value, arguments(test.passed(), scope, null));
            }
            case Expression.Unary unary -> {
                var value = value(unary.value(), scope);
                yield unary.operator().equals("not") ? !JinjaValues.truth(value) : JinjaArithmetic.sign(unary.operator(), value);
            }
            case Expression.Binary binary -> binary(binary, scope);
            case Expression.Comparison comparison -> compared(comparison, scope);
            case Expression.Choice choice -> JinjaValues.truth(value(choice.condition(), scope))
                    ? value(choice.then(), scope) : choice.otherwise() == null
                    ? new Undefined("the value of an 'if' without 'else'") : value(choice.otherwise(), scope);
        };
    }

    /** @param caller what the called macro finds by that name; null when there is none */
    Object value(Expression.Call call, VariableScope scope, Object caller) {
        var callee = value(call.callee(), scope);
        if (callee instanceof Undefined undefined) throw undefined.fault();
        if (!(callee instanceof Callable callable)) throw TemplateFault.of("%s cannot be called", JinjaValues.type(callee));
        var arguments = arguments(call.passed(), scope, caller);
        var result = callable.call(arguments);
        arguments.end();
        return result;
    }

    private Object optional(Expression expression, VariableScope scope) {
        return expression == null ? null : value(expression, scope);
    }

    private Object binary(Expression.Binary binary, VariableScope scope) {
        var left = value(binary.left(), scope);
        return switch (binary.operator()) {
            case "and" -> JinjaValues.truth(left) ? value(binary.right(), scope) : left;
            case "or" -> JinjaValues.truth(left) ? left : value(binary.right(), scope);
            default -> JinjaArithmetic.binary(binary.operator(), left, value(binary.right(), scope));
        };
    }

    private Object compared(Expression.Comparison comparison, VariableScope scope) {
        var left = value(comparison.first(), scope);
        for (var step : comparison.rest()) {
            var right = value(step.getValue(), scope);
            boolean holds = switch (step.getKey()) {
                case "in" -> JinjaValues.contains(right, left);
                case "not in" -> !JinjaValues.contains(right, left);
                default -> JinjaArithmetic.holds(step.getKey(), left, right);
            };
            if (!holds) return false;
            left = right;
        }
        return true;
    }

    private Arguments arguments(Passed passed, VariableScope scope, Object caller) {
        var positional = new ArrayList<>();
        for (var one : passed.positional()) positional.add(value(one, scope));
        if (passed.list() != null) positional.addAll(JinjaValues.items(value(passed.list(), scope)));
        var named = new LinkedHashMap<String, Object>();
        passed.named().forEach((name, one) -> named.put(name, value(one, scope)));
        if (passed.map() != null) {
            if (!(value(passed.map(), scope) instanceof Map<?, ?> map)) {
                throw TemplateFault.of("a dict is expected after '**'");
            }
            map.forEach((name, one) -> named.put(JinjaValues.text(name), one));
        }
        return new Arguments(positional, named, caller);
    }

    private static Object key(Object value) {
        if (value instanceof List<?> && !(value instanceof Tuple) || value instanceof Map<?, ?>) {
            throw TemplateFault.of("a %s cannot be a key", JinjaValues.type(value));
        }
        return value;
    }
}
