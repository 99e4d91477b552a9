package jinja;

import java.util.ArrayList;
import java.util.List;

import jinja.syntax.Expression;
import jinja.syntax.Statement.Parameter;
import jinja.syntax.Statement.Target;
import jinja.syntax.Statement;
import jinja.value.Attributes;
import jinja.value.Callable;
import jinja.value.RenderingLimits;
import jinja.value.TemplateFault;
import jinja.value.Tuple;
import jinja.value.Undefined;
import jinja.value.JinjaValues;

/** Carries out a template's statements, once. */
final class Renderer {
    /** How a statement ends: some end the turn of their loop, or all turns. */
    private enum Flow { ON, CONTINUE, BREAK }

    private final RenderingLimits limits;
    private final Evaluator evaluator;
    private final VariableScope root;

    Renderer(VariableScope root, RenderingLimits limits) {
        this.root = root;
        this.limits = limits;
        evaluator = new Evaluator(limits);
    }

    String render(List<Statement> template) {
        return captured(template, root);
    }

    private String captured(List<Statement> body, VariableScope scope) {
        var out = new StringBuilder();
        run(body, scope, out);
        return RenderingLimits.text(out);
    }

    private Flow run(List<Statement> body, VariableScope scope, StringBuilder out) {
        for (var statement : body) {
            limits.look();
            Flow flow;
            try {
                flow = run(statement, scope, out);
                RenderingLimits.characters(out.length());
            } catch (TemplateFault fault) {
                throw fault.at(statement.line());
            }
            if (flow != Flow.ON) return flow;
        }
        return Flow.ON;
    }

    private Flow run(Statement statement, VariableScope scope, StringBuilder out) {
        switch (statement) {
            case Statement.Text text -> out.append(text.text());
            case Statement.Output output -> out.append(JinjaValues.text(evaluator.value(output.value(), scope)));
            case Statement.If choice -> {
                for (var branch : choice.branches()) {
                    if (JinjaValues.truth(evaluator.value(branch.condition(), scope))) {
                        return run(branch.body(), scope, out);
                    }
                }
            }
            case Statement.For loop -> loop(loop, scope, out);
            case Statement.Set set -> assign(set.target(), evaluator.value(set.value(), scope), scope);
            case Statement.Capture capture ->
                assign(capture.target(), filtered(capture.filtered(), capture.body(), scope), scope);
            case Statement.Filtered filtered ->
                out.append(JinjaValues.text(filtered(filtered.filtered(), filtered.body(), scope)));
            case Statement.Macro macro ->
                scope.set(macro.name(), macro(macro.name(), macro.parameters(), macro.body(), scope));
            case Statement.CallBlock call -> {
                var inner = new VariableScope(scope);
                inner.set("caller", macro("caller", call.parameters(), call.body(), scope));
                out.append(JinjaValues.text(evaluator.value(call.call(), inner, inner.get("caller"))));
            }
            case Statement.With with -> {
                var inner = new VariableScope(scope);
                for (var set : with.values()) assign(set.target(), evaluator.value(set.value(), scope), inner);
                return run(with.body(), inner, out);
            }
            case Statement.Jump jump -> {
                return jump.leaves() ? Flow.BREAK : Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private Object filtered(Expression filtered, List<Statement> body, VariableScope scope) {
        var inner = new VariableScope(scope);
        inner.set(((Expression.Name) Statement.BODY).name(), captured(body, new VariableScope(scope)));
        return evaluator.value(filtered, inner);
    }

    private void loop(Statement.For loop, VariableScope scope, StringBuilder out) {
        var items = new ArrayList<>();
        for (var item : JinjaValues.items(evaluator.value(loop.items(), scope))) {
            limits.look();
            if (loop.condition() != null) {
                var inner = new VariableScope(scope);
                assign(loop.target(), item, inner);
                if (!JinjaValues.truth(evaluator.value(loop.condition(), inner))) continue;
            }
            items.add(item);
        }
        if (items.isEmpty()) run(loop.otherwise(), new VariableScope(scope), out);
        var state = new Loop(items);
        for (int i = 0; i < items.size(); i++) {
            var inner = new VariableScope(scope);
            inner.set("loop", state);
            state.at(i);
            assign(loop.target(), items.get(i), inner);
            if (run(loop.body(), inner, out) == Flow.BREAK) return;
        }
    }

    private static void assign(Target target, Object value, VariableScope scope) {
        switch (target) {
            case Target.One(var name) -> scope.set(name, value);
            case Target.Several(var targets) -> {
                var items = JinjaValues.items(value);
                if (items.size() != targets.size()) {
                    throw TemplateFault.of("%d values were expected, not %d", targets.size(), items.size());
                }
                for (int i = 0; i < items.size(); i++) assign(targets.get(i), items.get(i), scope);
            }
            case Target.Of(var namespace, var name) -> {
                if (!(scope.get(namespace) instanceof Attributes.Namespace found)) {
                    throw TemplateFault.of("'%s' is no namespace, so '%s' cannot be set in it", namespace, name);
                }
                found.values().put(name, value);
            }
        }
    }

    private Callable macro(String name, List<Parameter> parameters, List<Statement> body, VariableScope scope) {
        return arguments -> {
            var inner = new VariableScope(scope);
            for (int i = 0; i < parameters.size(); i++) {
                var parameter = parameters.get(i);
                inner.set(parameter.name(), arguments.has(i, parameter.name())
                        ? arguments.get(i, parameter.name()) : parameter.absent() == null
                        ? new Undefined("'%s' of '%s'".formatted(parameter.name(), name))
                        : evaluator.value(parameter.absent(), inner));
            }
            if (arguments.caller() != null) inner.set("caller", arguments.caller());
            inner.set("varargs", new Tuple(arguments.rest(parameters.size())));
            inner.set("kwargs", arguments.others());
            arguments.end();
            limits.enter();
            try {
                return captured(body, inner);
            } finally {
                limits.leave();
            }
        };
    }
}
