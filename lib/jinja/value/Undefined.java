package jinja.value;

/** What a name stands for that nobody gave a value: blank and false, but nothing can be done with it. */
public record Undefined(String name) {
    /** For who wants to do something with it. */
    public TemplateFault fault() {
        return TemplateFault.of("%s is undefined", name);
    }
}
