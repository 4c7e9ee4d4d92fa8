package io.hexagent.application.brokerage;

import io.hexagent.application.brokerage.BrokerageAccess.Access;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageFailure;
import java.util.List;

/** Lists somebody's accounts at brokers. */
public final class ListBrokerageAccounts {
    private final BrokerageAccess access;

    public ListBrokerageAccounts(BrokerageAccess access) {
        this.access = access;
    }

    public record Command(Principal principal) {}

    public sealed interface Outcome {
        record Listed(List<BrokerageAccount> accounts) implements Outcome {
            public Listed {
                accounts = List.copyOf(accounts);
            }
        }

        /** Something is missing; the message says what. */
        record Missing(String message) implements Outcome {}

        /** The service did not answer. */
        record Failed(BrokerageFailure failure) implements Outcome {}
    }

    public Outcome handle(Command command) {
        Access found = access.of(command.principal());
        if (!(found instanceof Access.Connected connected)) {
            return new Outcome.Missing(BrokerageAccess.advice(found).orElse(""));
        }
        try {
            return new Outcome.Listed(
                    connected.service().brokerage().accounts(connected.link().user()));
        } catch (BrokerageFailure failure) {
            return new Outcome.Failed(failure);
        }
    }
}
