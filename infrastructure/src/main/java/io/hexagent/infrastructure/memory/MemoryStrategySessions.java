package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.infrastructure.store.SessionNews;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Strategy sessions in memory. Safe for use by many threads. */
final class MemoryStrategySessions implements StrategySessions {
    private final InstantSource clock;
    private final SessionNews news = new SessionNews();
    /** In the order in which they were begun. Guarded by this, as all that is in it. */
    private final Map<SessionKey, Kept> kept = new LinkedHashMap<>();

    private static final class Kept {
        private StrategySession session;
        private final Deque<Input> inputs = new ArrayDeque<>();
        private final Deque<SessionMessage.Told> messages = new ArrayDeque<>();
        private long lastMessage;
        private long epoch;
        private int attempts;
        private @Nullable Instant leaseUntil;

        Kept(StrategySession session) {
            this.session = session;
        }

        void tell(List<SessionMessage> more) {
            for (SessionMessage message : more) {
                messages.add(new SessionMessage.Told(++lastMessage, message));
                if (messages.size() > KEPT_MESSAGES) {
                    messages.remove();
                }
            }
        }
    }

    MemoryStrategySessions(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StrategySession start(StrategySession fresh) {
        return kept.computeIfAbsent(fresh.key(), key -> new Kept(fresh)).session;
    }

    @Override
    public synchronized Optional<Standing> find(SessionKey key) {
        return Optional.ofNullable(kept.get(key)).map(this::standing);
    }

    @Override
    public synchronized List<Standing> list(OwnerId owner, int limit, int offset) {
        return kept.values().stream()
                .filter(one -> one.session.key().owner().equals(owner))
                .sorted(Comparator.comparing((Kept one) -> one.session.updatedAt())
                        .thenComparing(one -> one.session.key().client().value())
                        .reversed())
                .skip(offset)
                .limit(limit)
                .map(this::standing)
                .toList();
    }

    private Standing standing(Kept one) {
        return new Standing(one.session, one.inputs.size(), isHeld(one), one.lastMessage);
    }

    private boolean isHeld(Kept one) {
        Instant until = one.leaseUntil;
        return until != null && until.isAfter(clock.instant());
    }

    @Override
    public boolean delete(SessionKey key) {
        return changing(key, () -> kept.remove(key) != null);
    }

    @Override
    public Queued add(SessionKey key, Input input, int most) {
        Queued queued = queued(key, input, most);
        if (queued instanceof Queued.Added) {
            news.changed(key);
        }
        return queued;
    }

    private synchronized Queued queued(SessionKey key, Input input, int most) {
        Kept one = kept.get(key);
        if (one == null) {
            return new Queued.Unknown();
        }
        if (one.inputs.stream().noneMatch(other -> other.id().equals(input.id()))) {
            if (one.inputs.size() >= most) {
                return new Queued.Full(most);
            }
            one.inputs.add(input);
        }
        return new Queued.Added(one.inputs.size());
    }

    @Override
    public synchronized List<Claim> claim(String worker, Duration lease, int most) {
        var claims = new ArrayList<Claim>();
        for (Kept one : kept.values()) {
            Input next = one.inputs.peek();
            if (claims.size() < most && next != null && !isHeld(one)) {
                one.epoch++;
                one.attempts++;
                one.leaseUntil = clock.instant().plus(lease);
                claims.add(new Claim(new Hold(one.session.key(), one.epoch), one.session, next, one.attempts));
            }
        }
        return claims;
    }

    @Override
    public synchronized Set<Hold> renew(Collection<Hold> held, Duration lease) {
        var lost = new HashSet<Hold>();
        for (Hold hold : held) {
            Optional<Kept> one = held(hold);
            if (one.isPresent()) {
                one.get().leaseUntil = clock.instant().plus(lease);
            } else {
                lost.add(hold);
            }
        }
        return lost;
    }

    private Optional<Kept> held(Hold hold) {
        return Optional.ofNullable(kept.get(hold.key()))
                .filter(one -> one.epoch == hold.epoch() && one.leaseUntil != null);
    }

    @Override
    public void giveBack(Hold hold) {
        boolean ignored = changing(hold.key(), () -> {
            Optional<Kept> one = held(hold);
            one.ifPresent(mine -> {
                mine.leaseUntil = null;
                mine.attempts--;
            });
            return one.isPresent();
        });
    }

    @Override
    public boolean tell(Hold hold, List<SessionMessage> messages) {
        return changing(hold.key(), () -> {
            Optional<Kept> one = held(hold);
            one.ifPresent(mine -> mine.tell(messages));
            return one.isPresent();
        });
    }

    @Override
    public boolean save(Hold hold, String input, StrategySession changed, List<SessionMessage> messages) {
        return changing(hold.key(), () -> {
            Optional<Kept> one = held(hold).filter(mine -> mine.session.version() == changed.version());
            one.ifPresent(mine -> {
                mine.session = changed.at(changed.version() + 1);
                mine.tell(messages);
                mine.inputs.removeIf(waiting -> waiting.id().equals(input));
                mine.attempts = 0;
                mine.leaseUntil = null;
            });
            return one.isPresent();
        });
    }

    @Override
    public boolean cancel(SessionKey key, SessionMessage message) {
        return changing(key, () -> {
            Kept one = kept.get(key);
            if (one == null || one.inputs.isEmpty()) {
                return false;
            }
            one.inputs.remove();
            one.epoch++;
            one.attempts = 0;
            one.leaseUntil = null;
            one.tell(List.of(message));
            return true;
        });
    }

    @Override
    public synchronized List<SessionMessage.Told> messages(SessionKey key, long after, int most) {
        Kept one = kept.get(key);
        return one == null
                ? List.of()
                : one.messages.stream()
                        .filter(told -> told.seq() > after)
                        .limit(most)
                        .toList();
    }

    @Override
    public synchronized Map<SessionKey, Long> newest(Collection<SessionKey> keys) {
        var newest = new HashMap<SessionKey, Long>();
        for (SessionKey key : keys) {
            Kept one = kept.get(key);
            if (one != null) {
                newest.put(key, one.lastMessage);
            }
        }
        return newest;
    }

    @Override
    public Subscription subscribe(Consumer<SessionKey> listener) {
        return news.subscribe(listener);
    }

    private boolean changing(SessionKey key, Supplier<Boolean> change) {
        boolean changed;
        synchronized (this) {
            changed = change.get();
        }
        if (changed) {
            news.changed(key);
        }
        return changed;
    }
}
