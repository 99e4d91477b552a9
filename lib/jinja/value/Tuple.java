package jinja.value;

import java.util.AbstractList;
import java.util.List;

/** A list that is written in parentheses, and equals no other kind of list. */
public final class Tuple extends AbstractList<Object> {
    private final List<Object> items;

    /** A view of them. */
    public Tuple(List<Object> items) {
        this.items = items;
    }

    @Override
    public Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
