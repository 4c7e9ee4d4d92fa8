package io.hexagent.domain.strategy;

/**
 * What a rule says at each bar: that it holds, that it does not, or nothing, since a series in it is undefined. One bit
 * for each bar in each of two sets; where a rule is undefined it may still hold, as "a or b" does when b does.
 */
record Mask(long[] holds, long[] defined) {

    /** The same at each bar. */
    static Mask always(boolean holds, int size) {
        long[] all = new long[words(size)];
        for (int bar = 0; bar < size; bar += Long.SIZE) {
            all[bar >> 6] = size - bar >= Long.SIZE ? -1L : (1L << (size - bar)) - 1;
        }
        return new Mask(holds ? all : new long[all.length], all);
    }

    /** Where the left is greater; undefined where either is. A step of 0 stands for the same number at each bar. */
    static Mask greater(double[] left, int leftStep, double[] right, int rightStep, int size) {
        long[] holds = new long[words(size)];
        long[] defined = new long[holds.length];
        for (int word = 0; word < holds.length; word++) {
            int from = word << 6;
            int bits = Math.min(Long.SIZE, size - from);
            long greater = 0;
            long known = 0;
            for (int bit = 0; bit < bits; bit++) {
                double a = left[(from + bit) * leftStep];
                double b = right[(from + bit) * rightStep];
                greater |= (a > b ? 1L : 0L) << bit;
                known |= (a > b || a <= b ? 1L : 0L) << bit;
            }
            holds[word] = greater;
            defined[word] = known;
        }
        return new Mask(holds, defined);
    }

    /** Where the two are the same number. */
    static Mask equal(double[] left, int leftStep, double[] right, int rightStep, int size) {
        Mask above = greater(left, leftStep, right, rightStep, size);
        Mask below = greater(right, rightStep, left, leftStep, size);
        long[] holds = new long[above.holds.length];
        for (int word = 0; word < holds.length; word++) {
            holds[word] = above.defined[word] & ~above.holds[word] & ~below.holds[word];
        }
        return new Mask(holds, above.defined);
    }

    Mask and(Mask other) {
        long[] both = new long[holds.length];
        for (int word = 0; word < both.length; word++) {
            both[word] = holds[word] & other.holds[word];
        }
        return new Mask(both, bothDefined(other));
    }

    Mask or(Mask other) {
        long[] either = new long[holds.length];
        for (int word = 0; word < either.length; word++) {
            either[word] = holds[word] | other.holds[word];
        }
        return new Mask(either, bothDefined(other));
    }

    /** Where it is defined and does not hold. */
    Mask not() {
        long[] not = new long[holds.length];
        for (int word = 0; word < not.length; word++) {
            not[word] = defined[word] & ~holds[word];
        }
        return new Mask(not, defined);
    }

    /** Where this holds and was defined and did not hold at the bar before. */
    Mask begins() {
        long[] holdsNow = new long[holds.length];
        long[] definedNow = new long[holds.length];
        long before = 0;
        long beforeNot = 0;
        for (int word = 0; word < holds.length; word++) {
            long not = defined[word] & ~holds[word];
            holdsNow[word] = holds[word] & (not << 1 | beforeNot >>> 63);
            definedNow[word] = defined[word] & (defined[word] << 1 | before >>> 63);
            before = defined[word];
            beforeNot = not;
        }
        return new Mask(holdsNow, definedNow);
    }

    private long[] bothDefined(Mask other) {
        long[] both = new long[defined.length];
        for (int word = 0; word < both.length; word++) {
            both[word] = defined[word] & other.defined[word];
        }
        return both;
    }

    private static int words(int size) {
        return (size + Long.SIZE - 1) >> 6;
    }
}
