package jinja.value;

/** What a name stands for that nobody gave a value: blank and false, but nothing can be done with it. */
public record Undefined(String name) {
    public TemplateFault fault() {
        return TemplateFault.of("%s is undefined", name);
    }
}
