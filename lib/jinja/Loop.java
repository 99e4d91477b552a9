package jinja;

import java.util.List;

import jinja.value.Attributes;
import jinja.value.Callable;
import jinja.value.TemplateFault;
import jinja.value.Undefined;
import jinja.value.JinjaValues;

/** What a template knows of its loop by the name {@code loop}. */
final class Loop implements Attributes {
    private final List<Object> items;
    private int index;
    private Object watched = new Undefined("");

    Loop(List<Object> items) {
        this.items = items;
    }

    void at(int entry) {
        index = entry;
    }

    @Override
    public Object attribute(String name) {
        long size = items.size();
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> size - index;
            case "revindex0" -> size - index - 1;
            case "first" -> index == 0;
            case "last" -> index == size - 1;
            case "length" -> size;
            case "depth" -> 1L; // of calls of the loop by itself, which are not known here
            case "depth0" -> 0L;
            case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("'previtem' of the first entry");
            case "nextitem" -> index < size - 1 ? items.get(index + 1) : new Undefined("'nextitem' of the last entry");
            case "cycle" -> (Callable) arguments -> {
                var choices = arguments.rest(0);
                if (choices.isEmpty()) throw TemplateFault.of("'cycle' wants something to choose from");
                return choices.get(index % choices.size());
            };
            case "changed" -> (Callable) arguments -> {
                var now = arguments.rest(0);
                var changed = !JinjaValues.equal(watched, now);
                watched = now;
                return changed;
            };
            default -> new Undefined("'" + name + "' of the loop");
        };
    }
}
