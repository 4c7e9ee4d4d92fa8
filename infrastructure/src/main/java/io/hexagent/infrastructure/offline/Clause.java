package io.hexagent.infrastructure.offline;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** One step of a question as chunks, with the record of which of them have been placed. Not safe for many threads. */
final class Clause {
    private final List<Chunk> chunks;
    private final BitSet used = new BitSet();

    Clause(List<Chunk> chunks) {
        this.chunks = List.copyOf(chunks);
    }

    List<Chunk> chunks() {
        return chunks;
    }

    int size() {
        return chunks.size();
    }

    Chunk at(int i) {
        return chunks.get(i);
    }

    Sense sense(int i) {
        return chunks.get(i).sense();
    }

    boolean is(int i, Role role) {
        return i >= 0 && i < size() && chunks.get(i).is(role);
    }

    boolean isAny(int i, Role... roles) {
        for (Role role : roles) {
            if (is(i, role)) {
                return true;
            }
        }
        return false;
    }

    void use(int i) {
        used.set(i);
    }

    boolean used(int i) {
        return used.get(i);
    }

    boolean free(int i) {
        return i >= 0 && i < size() && !used.get(i);
    }

    /** Places the first free chunk of the role. @return whether there was one */
    boolean take(Role role) {
        int i = find(role);
        if (i >= 0) {
            use(i);
        }
        return i >= 0;
    }

    /** Places all free chunks of the role. */
    boolean takeAll(Role role) {
        boolean any = false;
        for (int i = 0; i < size(); i++) {
            if (is(i, role) && free(i)) {
                use(i);
                any = true;
            }
        }
        return any;
    }

    boolean has(Role role) {
        return find(role) >= 0;
    }

    /** The first free chunk of the role, or −1. */
    int find(Role role) {
        return find(sense -> sense instanceof Sense.Plain plain && plain.role() == role);
    }

    int find(Predicate<Sense> wanted) {
        return free(wanted).findFirst().orElse(-1);
    }

    /** The free chunks with such a sense, in order. */
    IntStream free(Predicate<Sense> wanted) {
        return IntStream.range(0, size()).filter(i -> !used.get(i) && wanted.test(sense(i)));
    }

    /** Whether any chunk, placed or not, has the role. */
    boolean contains(Role role) {
        return chunks.stream().anyMatch(chunk -> chunk.is(role));
    }

    boolean contains(Predicate<Sense> wanted) {
        return chunks.stream().anyMatch(chunk -> wanted.test(chunk.sense()));
    }

    /** The nearest chunk before that is none of the roles, or −1. */
    int before(int i, Role... skipped) {
        int at = i - 1;
        while (at >= 0 && isAny(at, skipped)) {
            at--;
        }
        return at;
    }

    /** The nearest chunk after that is none of the roles, or {@link #size}. */
    int after(int i, Role... skipped) {
        int at = i + 1;
        while (at < size() && isAny(at, skipped)) {
            at++;
        }
        return at;
    }

    /** The chunk's sense if it is free and of the type. */
    <T extends Sense> boolean isFree(int i, Class<T> type) {
        return free(i) && type.isInstance(sense(i));
    }

    String text() {
        return String.join(" ", chunks.stream().map(Chunk::text).toList());
    }
}
