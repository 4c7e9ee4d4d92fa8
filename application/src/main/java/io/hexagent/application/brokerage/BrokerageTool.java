package io.hexagent.application.brokerage;

import io.hexagent.application.brokerage.BrokerageAccess.Access;
import io.hexagent.domain.brokerage.Brokerage;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageFailure;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A tool that looks at somebody's accounts, and says what is missing where there are none to look at. */
abstract class BrokerageTool implements Tool {
    private final BrokerageAccess access;
    private final ToolSpec spec;

    BrokerageTool(BrokerageAccess access, ToolSpec spec) {
        this.access = access;
        this.spec = spec;
    }

    static ToolSpec spec(
            String name,
            String display,
            String icon,
            String description,
            List<String> examples,
            Value.Fields properties) {
        return new ToolSpec(
                new ToolName(name),
                "1",
                display,
                description,
                examples,
                icon,
                ToolCategory.MARKET,
                Value.fields()
                        .put("type", "object")
                        .put("properties", properties)
                        .put("additionalProperties", false)
                        .build(),
                ToolSpec.Effects.READS,
                true);
    }

    static Value text(String description) {
        return Value.fields()
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", 200)
                .put("description", description)
                .build();
    }

    static Value account() {
        return text("Id, name or broker of one account; all accounts by default.");
    }

    static Value orAbsent(Optional<BigDecimal> number) {
        return number.map(Value::of).orElse(Value.Absent.ABSENT);
    }

    @Override
    public final ToolSpec spec() {
        return spec;
    }

    @Override
    public final ToolResult call(Value.Fields arguments, ToolContext context) {
        Access found = access.of(context.principal());
        if (!(found instanceof Access.Connected connected)) {
            return new ToolResult.NeedsCredential(BrokerageAccess.advice(found).orElse(""));
        }
        Brokerage brokerage = connected.service().brokerage();
        BrokerageUser user = connected.link().user();
        try {
            List<BrokerageAccount> all = brokerage.accounts(user);
            if (all.isEmpty()) {
                return new ToolResult.NeedsCredential("no brokerage account is connected yet; the login at the broker"
                        + " was not finished: begin again with connect_brokerage");
            }
            Optional<String> wanted = arguments.text("account").map(String::strip);
            List<BrokerageAccount> accounts = wanted.isEmpty()
                    ? all
                    : all.stream().filter(one -> isMeant(one, wanted.get())).toList();
            if (accounts.isEmpty()) {
                return new ToolResult.Rejected("account \"" + wanted.orElse("") + "\" not in "
                        + all.stream().map(BrokerageTool::named).toList());
            }
            return answer(brokerage, user, accounts, arguments, context);
        } catch (BrokerageFailure failure) {
            return failed(failure);
        }
    }

    /** What the service did not do, and where a credential is the reason, what to do about it. */
    static ToolResult failed(BrokerageFailure failure) {
        return switch (failure.code()) {
            case CREDENTIALS_REFUSED -> new ToolResult.NeedsCredential(failure.getMessage());
            case USER_UNKNOWN ->
                new ToolResult.NeedsCredential(failure.getMessage()
                        + "; remove it (DELETE /api/snaptrade/connection) and connect again (tool connect_brokerage)");
            case UNAVAILABLE, NOT_FOUND, REFUSED, MALFORMED -> new ToolResult.Failed(failure.getMessage());
        };
    }

    private static boolean isMeant(BrokerageAccount account, String wanted) {
        String plain = wanted.toLowerCase(Locale.ROOT);
        return account.id().equals(wanted)
                || account.name().toLowerCase(Locale.ROOT).equals(plain)
                || account.broker().toLowerCase(Locale.ROOT).equals(plain);
    }

    static String named(BrokerageAccount account) {
        return account.name() + " (" + account.broker() + ", id " + account.id() + ")";
    }

    /** @param accounts at least one */
    abstract ToolResult answer(
            Brokerage brokerage,
            BrokerageUser user,
            List<BrokerageAccount> accounts,
            Value.Fields arguments,
            ToolContext context);
}
