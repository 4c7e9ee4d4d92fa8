package io.hexagent.application.dataset;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.value.DatasetId;

/** Says what is known of a data set: its rows, columns, types and what was decided while reading it. */
public final class DescribeDataset {
    private final Datasets datasets;

    public DescribeDataset(Datasets datasets) {
        this.datasets = datasets;
    }

    public record Command(Principal principal, DatasetId id) {
        public Command(DatasetId id) {
            this(Principal.LOCAL, id);
        }
    }

    public sealed interface Outcome {
        record Described(Dataset dataset) implements Outcome {}

        record Unknown(DatasetId id) implements Outcome {}
    }

    public Outcome handle(Command command) {
        return datasets.find(command.principal().owner(), command.id())
                .<Outcome>map(Outcome.Described::new)
                .orElseGet(() -> new Outcome.Unknown(command.id()));
    }
}
