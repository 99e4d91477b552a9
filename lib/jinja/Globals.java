package jinja;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jinja.value.Attributes;
import jinja.value.Callable;
import jinja.value.RenderingLimits;
import jinja.value.Strftime;
import jinja.value.TemplateFault;
import jinja.value.JinjaValues;

/** The functions that every chat template may call: Jinja's, and those that Transformers adds. */
final class Globals {
    private Globals() {
    }

    static VariableScope scope(LocalDateTime now) {
        var scope = new VariableScope(null);
        scope.set("range", (Callable) arguments -> {
            var all = arguments.rest(0).stream().map(JinjaValues::integer).toList();
            if (all.isEmpty() || all.size() > 3) throw TemplateFault.of("'range' wants one to three numbers");
            return range(all.size() == 1 ? 0 : all.get(0), all.size() == 1 ? all.get(0) : all.get(1),
                    all.size() == 3 ? all.get(2) : 1);
        });
        scope.set("dict", (Callable) arguments -> {
            var made = new LinkedHashMap<Object, Object>();
            if (arguments.has(0, "")) fill(made, arguments.get(0, ""));
            made.putAll(arguments.allNamed());
            return made;
        });
        scope.set("namespace", (Callable) arguments -> {
            var made = new LinkedHashMap<Object, Object>();
            if (arguments.has(0, "")) fill(made, arguments.get(0, ""));
            made.putAll(arguments.allNamed());
            var named = new LinkedHashMap<String, Object>();
            made.forEach((key, value) -> named.put(JinjaValues.text(key), value));
            return new Attributes.Namespace(named);
        });
        scope.set("raise_exception", (Callable) arguments -> {
            throw TemplateFault.refusal(JinjaValues.text(arguments.get(0, "message")));
        });
        scope.set("strftime_now", (Callable) arguments -> Strftime.format(arguments.text(0, "format"), now));
        return scope;
    }

    private static void fill(Map<Object, Object> made, Object source) {
        if (source instanceof Map<?, ?> map) {
            made.putAll(map);
            return;
        }
        for (var pair : JinjaValues.items(source)) {
            var two = JinjaValues.items(pair);
            if (two.size() != 2) throw TemplateFault.of("a dict is made of pairs");
            made.put(two.get(0), two.get(1));
        }
    }

    private static List<Object> range(int from, int to, int step) {
        if (step == 0) throw TemplateFault.of("the step of 'range' is 0");
        var numbers = new ArrayList<Object>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            numbers.add(i);
            RenderingLimits.entries(numbers);
        }
        return numbers;
    }
}
