package jinja;

import java.util.HashMap;
import java.util.Map;

import jinja.value.Undefined;

/** Names and their values; what is set in an inner one is forgotten with it. */
final class VariableScope {
    private final VariableScope outer;
    private final Map<String, Object> values = new HashMap<>();

    VariableScope(VariableScope outer) {
        this.outer = outer;
    }

    Object get(String name) {
        for (var scope = this; scope != null; scope = scope.outer) {
            if (scope.values.containsKey(name)) return scope.values.get(name);
        }
        return new Undefined("'" + name + "'");
    }

    void set(String name, Object value) {
        values.put(name, value);
    }
}
