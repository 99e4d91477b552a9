package jinja.value;

/** What a template can call: a function, a macro, a method of a value. */
@FunctionalInterface
public interface Callable {
    Object call(Arguments arguments);
}
