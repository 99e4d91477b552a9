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
    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

    private Disguises() {
    }

    /** The value itself and its forms in JSON, HTML, shell words, addresses, hexadecimal digits and base64, alone or amidst other bytes. */
    static Set<String> of(String value) {
        var forms = new LinkedHashSet<String>();
        forms.add(value);
        var json = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        forms.add(json);
        forms.add(json.replace("/", "\\/"));
        forms.add(value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;"));
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

    /** The digits that depend on the value's bytes only, where so many bytes modulo three stand before it. */
    private static String amidst(byte[] value, int before, Base64.Encoder encoder) {
        var bytes = new byte[before + value.length];
        System.arraycopy(value, 0, bytes, before, value.length);
        var digits = encoder.withoutPadding().encodeToString(bytes);
        return digits.substring((before * 8 + 5) / 6, bytes.length * 8 / 6);
    }
}
