package io.hexagent.application.dataset;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.value.DatasetId;

/** Removes a data set. A local file that it refers to stays where it is. */
public final class DeleteDataset {
    private final Datasets datasets;

    public DeleteDataset(Datasets datasets) {
        this.datasets = datasets;
    }

    public record Command(Principal principal, DatasetId id) {}

    public sealed interface Outcome {
        record Deleted() implements Outcome {}

        record Unknown(DatasetId id) implements Outcome {}
    }

    public Outcome handle(Command command) {
        return datasets.delete(command.principal().owner(), command.id())
                ? new Outcome.Deleted()
                : new Outcome.Unknown(command.id());
    }
}
