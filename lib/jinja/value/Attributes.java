package jinja.value;

import java.util.HashMap;
import java.util.Map;

/** A value that has attributes of its own. */
public interface Attributes {
    /** {@link Undefined} when it has none of that name. */
    Object attribute(String name);

    /** What {@code namespace()} makes: the one value whose attributes a template may set. */
    record Namespace(Map<String, Object> values) implements Attributes {
        /** Takes a copy. */
        public Namespace(Map<String, Object> values) {
            this.values = new HashMap<>(values);
        }

        @Override
        public Object attribute(String name) {
            return values.containsKey(name) ? values.get(name) : new Undefined("'" + name + "' of the namespace");
        }
    }
}
