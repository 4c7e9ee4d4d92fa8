package io.hexagent.domain.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A few named values in order. Events, arguments and results are made of little else, and a hash table costs more to
 * make than to do without. Immutable.
 */
final class FewFields extends AbstractMap<String, Value> {
    /** With more of them, looking one up takes longer than hashing. */
    static final int MOST = 16;

    private final String[] names;
    private final Value[] values;

    /** The arrays are given away, the names differ, and there are no more than {@link #MOST}. */
    FewFields(String[] names, Value[] values) {
        this.names = names;
        this.values = values;
    }

    static FewFields of(Map<String, Value> fields) {
        if (fields instanceof FewFields few) {
            return few;
        }
        String[] names = new String[fields.size()];
        Value[] values = new Value[names.length];
        int i = 0;
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            names[i] = Objects.requireNonNull(field.getKey(), "a field has no name");
            values[i++] = Objects.requireNonNull(field.getValue(), "a field has no value");
        }
        return new FewFields(names, values);
    }

    /** The place of a name among the first ones; -1 when it is not there. */
    static int place(@Nullable String[] names, int size, Object name) {
        for (int i = 0; i < size; i++) {
            if (name.equals(names[i])) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name != null && place(names, names.length, name) >= 0;
    }

    @Override
    public @Nullable Value get(@Nullable Object name) {
        int place = name == null ? -1 : place(names, names.length, name);
        return place < 0 ? null : values[place];
    }

    @Override
    public Set<Map.Entry<String, Value>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Map.Entry<String, Value>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, Value>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Map.Entry<String, Value> next() {
            if (next >= names.length) {
                throw new NoSuchElementException("there are " + names.length + " fields");
            }
            return Map.entry(names[next], values[next++]);
        }
    }

    /** Collects a few fields. */
    static final class Builder {
        private String[] names = new String[6];
        private Value[] values = new Value[6];
        private int size;

        /** @return whether there was room */
        boolean put(String name, Value value) {
            int place = place(names, size, name);
            if (place >= 0) {
                values[place] = value;
                return true;
            }
            if (size == MOST) {
                return false;
            }
            if (size == names.length) {
                names = Arrays.copyOf(names, MOST);
                values = Arrays.copyOf(values, MOST);
            }
            names[size] = name;
            values[size++] = value;
            return true;
        }

        FewFields build() {
            return new FewFields(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
        }
    }
}
