package text;

import java.util.Locale;

/** US dollars as people read them. */
public final class Dollars {
    private Dollars() {
    }

    /** Four digits behind the point below one dollar, where most runs are; such as {@code $0.0123}, {@code $4.91}. */
    public static String told(double dollars) {
        if (dollars == 0) return "$0";
        if (dollars < 0.00005) return "<$0.0001";
        return String.format(Locale.ROOT, dollars < 0.99995 ? "$%.4f" : "$%,.2f", dollars);
    }
}
