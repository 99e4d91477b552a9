package answers;

/** Finds the one JSON object in a model's answer, whatever is written around it. */
public final class JsonAnswer {
    private JsonAnswer() {
    }

    /** The text from the first brace outside a reasoning block to the brace that closes it, else to the end. */
    public static String in(String answer) {
        var thought = answer.lastIndexOf("</think>");
        var text = thought < 0 ? answer : answer.substring(thought + "</think>".length());
        var start = text.indexOf('{');
        return start < 0 ? "" : text.substring(start, end(text, start));
    }

    private static int end(String text, int start) {
        int depth = 0;
        boolean string = false;
        for (int i = start; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i += string ? 1 : 0;
                case '"' -> string = !string;
                case '{' -> depth += string ? 0 : 1;
                case '}' -> {
                    if (!string && --depth == 0) return i + 1;
                }
                default -> { }
            }
        }
        return text.length();
    }
}
