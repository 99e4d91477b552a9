package llmswarm.guard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The ways in which programs write a value on its way through other formats. */
final class Disguises {
    /** A shorter piece of an encoding may well stand in other texts. */
    private static final int SHORTEST = 12;
    /** The lengths of lines in mail and in PEM files. */
    private static final List<Integer> COLUMNS = List.of(76, 64);
    private static final Pattern FULL_LINE = Pattern.compile("[\r\n](?<=[A-Za-z0-9+/]{64}[\r\n])");
    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

    private Disguises() {
    }

    /**
     * The value itself and its forms in JSON, Python, HTML, shell words, addresses, hexadecimal digits and base64,
     * alone or amidst other bytes.
     */
    static Set<String> of(String value) {
        var forms = new LinkedHashSet<String>();
        forms.add(value);
        Quoted.json(value).forEach(forms::add);
        Quoted.python(value).forEach(forms::add);
        Quoted.html(value).forEach(forms::add);
        forms.add(value.replace("'", "'\\''"));
        var plus = URLEncoder.encode(value, StandardCharsets.UTF_8);
        for (var address : List.of(plus, plus.replace("+", "%20"))) {
            forms.add(address);
            forms.add(PERCENT.matcher(address).replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT)));
        }
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            forms.add(encoder.encodeToString(bytes));
            forms.add(encoder.withoutPadding().encodeToString(bytes));
            for (int before = 0; before < 3; before++) forms.add(amidst(bytes, before, encoder));
        }
        forms.removeIf(form -> form.length() < SHORTEST && !form.equals(value));
        return forms;
    }

    /**
     * The value's forms in base64 that goes on in another line, alone or amidst other bytes. They are many, and none is
     * in a text without a {@linkplain #isWrapped whole line} of digits.
     */
    static Set<String> wrapped(String value) {
        var forms = new LinkedHashSet<String>();
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            var digits = amidst(bytes, before, Base64.getEncoder());
            for (int columns : COLUMNS) {
                for (int first = 4 - (before * 8 + 5) / 6; first <= columns; first += 4) {
                    if (first <= 0 || first >= digits.length()) continue;
                    for (var end : List.of("\n", "\r\n")) forms.add(lines(digits, first, columns, end));
                }
            }
        }
        return forms;
    }

    /** Whether a line of the text ends as one of wrapped base64 does. */
    static boolean isWrapped(String text) {
        return FULL_LINE.matcher(text).find();
    }

    private static String lines(String digits, int first, int columns, String end) {
        var lines = new StringBuilder(digits.substring(0, first));
        for (int from = first; from < digits.length(); from += columns) {
            lines.append(end).append(digits, from, Math.min(from + columns, digits.length()));
        }
        return lines.toString();
    }

    /** The digits that depend on the value's bytes only, where so many bytes modulo three stand before it. */
    private static String amidst(byte[] value, int before, Base64.Encoder encoder) {
        var bytes = new byte[before + value.length];
        System.arraycopy(value, 0, bytes, before, value.length);
        var digits = encoder.withoutPadding().encodeToString(bytes);
        return digits.substring((before * 8 + 5) / 6, bytes.length * 8 / 6);
    }
}
