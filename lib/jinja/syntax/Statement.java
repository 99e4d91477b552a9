package jinja.syntax;

import java.util.List;


/** What has an effect: it puts out text, or decides what does. */
public sealed interface Statement {
    /** Where it begins. */
    int line();

    record Text(int line, String text) implements Statement {
    }

    record Output(int line, Expression value) implements Statement {
    }

    /** The branches are tried in their order; the last condition of an {@code else} is true. */
    record If(int line, List<Branch> branches) implements Statement {
        /** What is put out when that holds. */
        public record Branch(Expression condition, List<Statement> body) {
        }
    }

    /** @param condition null when all entries are taken */
    record For(int line, Target target, Expression items, Expression condition, List<Statement> body,
               List<Statement> otherwise) implements Statement {
    }

    record Set(int line, Target target, Expression value) implements Statement {
    }

    /** Gives a name to what its body puts out. */
    record Capture(int line, Target target, Expression filtered, List<Statement> body) implements Statement {
    }

    /** Puts out what a filter makes of what its body puts out. */
    record Filtered(int line, Expression filtered, List<Statement> body) implements Statement {
    }

    record Macro(int line, String name, List<Parameter> parameters, List<Statement> body) implements Statement {
    }

    /** Calls a macro that may call its body by the name {@code caller}. */
    record CallBlock(int line, List<Parameter> parameters, Expression.Call call, List<Statement> body)
            implements Statement {
    }

    record With(int line, List<Set> values, List<Statement> body) implements Statement {
    }

    record Jump(int line, boolean leaves) implements Statement {
    }

    /** @param absent its value when none is passed; null when it is undefined then */
    record Parameter(String name, Expression absent) {
    }

    /** What is given a value. */
    sealed interface Target {
        record One(String name) implements Target {
        }

        record Several(List<Target> targets) implements Target {
        }

        record Of(String namespace, String name) implements Target {
        }
    }

    /** Under which a filter finds what a body puts out; no template can write it. */
    Expression BODY = new Expression.Name(" body");

}
