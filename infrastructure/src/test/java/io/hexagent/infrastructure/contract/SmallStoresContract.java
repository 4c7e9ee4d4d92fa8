package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.OTHER;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.brokerage.BrokerageLink;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.Signals;
import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.store.Store;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store promises of conversations, data sets, artifacts and settings of tools. */
public abstract class SmallStoresContract {
    private static final Profile PROFILE = new Profile(
            3,
            List.of(
                    new Column(
                            "body \"mass\"",
                            ColumnType.DECIMAL,
                            1,
                            2,
                            Value.of(new BigDecimal("2700.10")),
                            Value.of(6300),
                            List.of()),
                    new Column("name", ColumnType.TEXT, 0, 2, Value.of("a"), Value.of("é"), List.of("a", "é")),
                    new Column("none", ColumnType.TEXT, 3, 0, Value.Absent.ABSENT, Value.Absent.ABSENT, List.of())),
            List.of("the separator is a semicolon"));

    protected abstract Store store();

    private Blobs.Kept put(String text) {
        return store().blobs().put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1000);
    }

    private static Dataset aDataset(OwnerId owner, DatasetSource source, ContentHash content, Instant at) {
        return new Dataset(new DatasetId(id("data")), owner, "penguins.csv", source, content, 12, PROFILE, at);
    }

    @Test
    void aConversationBelongsToItsOwner() {
        Conversation conversation = aConversation();
        store().conversations().add(conversation);
        assertThat(store().conversations().find(OwnerId.LOCAL, conversation.id()))
                .contains(conversation);
        assertThat(store().conversations().find(OTHER, conversation.id())).isEmpty();
        assertThatThrownBy(() -> store().conversations().add(conversation)).isInstanceOf(IllegalStateException.class);
        var namesake = new Conversation(conversation.id(), OTHER, "Theirs", Value.Fields.EMPTY, NOON, NOON);
        store().conversations().add(namesake);
        assertThat(store().conversations().find(OTHER, conversation.id())).contains(namesake);
        assertThat(store().conversations().find(OwnerId.LOCAL, new ConversationId("\0")))
                .isEmpty();
    }

    @Test
    void aDatasetIsReadAsItWasAdded() {
        Dataset local =
                aDataset(OwnerId.LOCAL, new DatasetSource.LocalFile(Path.of("/tmp/ü b.csv")), hash(id("x")), NOON);
        store().datasets().add(local);
        assertThat(store().datasets().find(OwnerId.LOCAL, local.id())).contains(local);
        assertThat(store().datasets().find(OTHER, local.id())).isEmpty();
        assertThat(store().datasets().delete(OTHER, local.id())).isFalse();
        assertThatThrownBy(() -> store().datasets().add(local)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ofDataSetsWithOneKeyOneIsAdded() throws Exception {
        var key = new RequestKey("POST /datasets", id("key"), "hash-1");
        Blobs.Kept bytes = put("a\n" + id("1"));
        List<Dataset> wanted = IntStream.range(0, 8)
                .mapToObj(i -> aDataset(OwnerId.LOCAL, new DatasetSource.Kept(), bytes.hash(), NOON))
                .toList();
        var answers = new ArrayList<Keyed>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Keyed>> done = wanted.stream()
                    .map(one -> clients.submit(() -> store().datasets().add(one, Optional.of(key))))
                    .toList();
            for (Future<Keyed> one : done) {
                answers.add(one.get());
            }
        }
        assertThat(answers).filteredOn(Keyed.Created.class::isInstance).hasSize(1);
        Dataset created = wanted.get(answers.indexOf(new Keyed.Created()));
        assertThat(answers)
                .filteredOn(Keyed.Repeated.class::isInstance)
                .hasSize(7)
                .containsOnly(new Keyed.Repeated(created.id().value()));
        assertThat(wanted)
                .filteredOn(
                        one -> store().datasets().find(OwnerId.LOCAL, one.id()).isPresent())
                .containsExactly(created);
        Dataset other = aDataset(OwnerId.LOCAL, new DatasetSource.Kept(), bytes.hash(), NOON);
        assertThat(store().datasets().add(other, Optional.of(new RequestKey(key.route(), key.key(), "hash-2"))))
                .isEqualTo(new Keyed.Reused());
        assertThat(store().datasets().find(OwnerId.LOCAL, other.id())).isEmpty();
        Dataset theirs = aDataset(OTHER, new DatasetSource.Kept(), bytes.hash(), NOON);
        assertThat(store().datasets().add(theirs, Optional.of(key)))
                .as("a key is its owner's own")
                .isEqualTo(new Keyed.Created());
        assertThat(store().datasets().delete(OwnerId.LOCAL, created.id())).isTrue();
        assertThat(store().datasets().delete(OTHER, theirs.id())).isTrue();
        assertThat(store().blobs().open(bytes.hash()))
                .as("refused additions refer to nothing")
                .isEmpty();
    }

    @Test
    void aDataSetThatCannotBeAddedLeavesNoKey() {
        var key = new RequestKey("POST /datasets", id("key"), "hash-1");
        var unknown = new ContentHash("cd".repeat(32));
        Dataset broken = aDataset(OwnerId.LOCAL, new DatasetSource.Kept(), unknown, NOON);
        assertThatThrownBy(() -> store().datasets().add(broken, Optional.of(key)))
                .isInstanceOf(IllegalStateException.class);
        Dataset good = aDataset(OwnerId.LOCAL, new DatasetSource.Kept(), hash(id("x")), NOON);
        assertThat(store().datasets().add(good, Optional.of(key))).isEqualTo(new Keyed.Created());
    }

    private ContentHash hash(String text) {
        return put(text).hash();
    }

    @Test
    void theNewestDatasetWithAContentAndASourceIsFound() {
        ContentHash content = hash(id("content"));
        var file = new DatasetSource.LocalFile(Path.of("/tmp/a.csv"));
        Dataset old = aDataset(OwnerId.LOCAL, file, content, NOON);
        Dataset late = aDataset(OwnerId.LOCAL, file, content, NOON.plusSeconds(1));
        Dataset kept = aDataset(OwnerId.LOCAL, new DatasetSource.Kept(), content, NOON.plusSeconds(2));
        Dataset theirs = aDataset(OTHER, file, content, NOON.plusSeconds(3));
        List.of(late, old, kept, theirs).forEach(store().datasets()::add);
        assertThat(store().datasets().find(OwnerId.LOCAL, content, file)).contains(late);
        assertThat(store().datasets().find(OwnerId.LOCAL, content, new DatasetSource.Kept()))
                .contains(kept);
        assertThat(store().datasets().find(OwnerId.LOCAL, content, new DatasetSource.LocalFile(Path.of("/tmp/b.csv"))))
                .isEmpty();
    }

    @Test
    void datasetsAreListedNewestFirst() {
        var owner = new OwnerId(id("owner"));
        var file = new DatasetSource.LocalFile(Path.of("/tmp/a.csv"));
        Dataset old = aDataset(owner, file, hash("a"), NOON);
        Dataset late = aDataset(owner, file, hash("b"), NOON.plusSeconds(2));
        Dataset middle = aDataset(owner, file, hash("c"), NOON.plusSeconds(1));
        List.of(middle, late, old).forEach(store().datasets()::add);
        assertThat(store().datasets().list(owner, 2, 0)).containsExactly(late, middle);
        assertThat(store().datasets().list(owner, 2, 2)).containsExactly(old);
    }

    @Test
    void theBytesOfADatasetGoWhenNothingElseRefersToThem() throws Exception {
        Blobs.Kept bytes = put("a,b\n1," + id("2"));
        Dataset one = aDataset(OwnerId.LOCAL, new DatasetSource.Kept(), bytes.hash(), NOON);
        Dataset two = aDataset(OTHER, new DatasetSource.Kept(), bytes.hash(), NOON);
        store().datasets().add(one);
        store().datasets().add(two);
        assertThat(store().datasets().delete(OwnerId.LOCAL, one.id())).isTrue();
        assertThat(store().datasets().delete(OwnerId.LOCAL, one.id())).isFalse();
        try (var in = store().datasetContents().open(new DatasetSource.Kept(), bytes.hash())) {
            assertThat(in.readAllBytes()).hasSize((int) bytes.bytes());
        }
        assertThat(store().datasets().delete(OTHER, two.id())).isTrue();
        assertThat(store().blobs().open(bytes.hash())).isEmpty();
        assertThatThrownBy(() -> store().datasetContents().open(new DatasetSource.Kept(), bytes.hash()))
                .isInstanceOfSatisfying(
                        UnusableDataset.class, e -> assertThat(e.reason()).isEqualTo(UnusableDataset.Reason.NOT_FOUND));
    }

    @Test
    void nothingRefersToBytesThatAreNotKept() {
        var unknown = new ContentHash("ab".repeat(32));
        Dataset dataset = aDataset(OwnerId.LOCAL, new DatasetSource.Kept(), unknown, NOON);
        assertThatThrownBy(() -> store().datasets().add(dataset))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no bytes are kept under " + unknown);
        assertThat(store().datasets().find(OwnerId.LOCAL, dataset.id())).isEmpty();
    }

    @Test
    void aLocalFileIsReadWhereItLies(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.csv"), "a\n1\n");
        try (var in = store().datasetContents().open(new DatasetSource.LocalFile(file), hash("?"))) {
            assertThat(in.readAllBytes()).hasSize(4);
        }
        assertThatThrownBy(() -> store().datasetContents().open(new DatasetSource.LocalFile(directory), hash("?")))
                .isInstanceOf(UnusableDataset.class)
                .hasMessageEndingWith("is a directory, not a file");
        Files.delete(file);
        assertThatThrownBy(() -> store().datasetContents().open(new DatasetSource.LocalFile(file), hash("?")))
                .isInstanceOf(UnusableDataset.class)
                .hasMessageStartingWith("there is no file");
    }

    @Test
    void artifactsAreReadAsTheyWereAdded() {
        var owner = new OwnerId(id("owner"));
        var run = new RunId(id("run"));
        Blobs.Kept png = put("png");
        Blobs.Kept spec = put("{}");
        Artifact first = anArtifact(owner, run, "A \"chart\"", NOON, png, spec);
        Artifact second = anArtifact(owner, run, "Table", NOON.plusSeconds(1), spec, png);
        Artifact other = anArtifact(owner, new RunId(id("run")), "Other", NOON.plusSeconds(2), png, spec);
        List.of(second, other, first).forEach(store().artifacts()::add);
        assertThat(store().artifacts().find(owner, first.id())).contains(first);
        assertThat(store().artifacts().find(OTHER, first.id())).isEmpty();
        assertThat(store().artifacts().ofRun(owner, run)).containsExactly(first, second);
        assertThat(store().artifacts().ofRun(OTHER, run)).isEmpty();
        assertThat(store().artifacts().list(owner, 2, 0)).containsExactly(other, second);
        assertThat(store().artifacts().list(owner, 2, 2)).containsExactly(first);
        var talk = new ConversationId("talk");
        assertThat(store().artifacts().ofConversation(owner, talk, 2, 1)).containsExactly(second, first);
        assertThat(store().artifacts().ofConversation(owner, new ConversationId("silence"), 2, 0))
                .isEmpty();
        assertThat(store().artifacts().ofConversation(OTHER, talk, 2, 0)).isEmpty();
    }

    private static Artifact anArtifact(
            OwnerId owner, RunId run, String title, Instant at, Blobs.Kept main, Blobs.Kept second) {
        return new Artifact(
                new ArtifactId(id("art")),
                owner,
                run,
                new ConversationId("talk"),
                ArtifactKind.CHART,
                title,
                List.of(
                        new Artifact.Rendition(Artifact.VEGA_LITE, main.hash(), main.bytes()),
                        new Artifact.Rendition(Artifact.PNG, second.hash(), second.bytes())),
                at);
    }

    @Test
    void settingsOfToolsAreTheOwnersAndTheDefaultIsNotKept() {
        var owner = new OwnerId(id("owner"));
        var mean = new ToolName("mean");
        var plot = new ToolName("plot");
        var off = new ToolSettings.Setting(false, Optional.empty());
        var described = new ToolSettings.Setting(true, Optional.of("Draws it"));
        store().toolSettings().put(owner, mean, off);
        store().toolSettings().put(owner, plot, off);
        store().toolSettings().put(owner, plot, described);
        assertThat(store().toolSettings().all(owner)).isEqualTo(Map.of(mean, off, plot, described));
        assertThat(store().toolSettings().all(new OwnerId(id("owner")))).isEmpty();
        store().toolSettings().put(owner, mean, ToolSettings.Setting.DEFAULT);
        assertThat(store().toolSettings().all(owner)).isEqualTo(Map.of(plot, described));
    }

    @Test
    void anOwnerHasOneLinkToBrokersTheFirst() throws Exception {
        var owner = new OwnerId(id("owner"));
        List<BrokerageLink> wanted = IntStream.range(0, 8)
                .mapToObj(i -> new BrokerageLink(owner, new BrokerageUser(id("user"), "sealed \"" + i), NOON))
                .toList();
        var kept = new ArrayList<BrokerageLink>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<BrokerageLink>> done = wanted.stream()
                    .map(one -> clients.submit(() -> store().brokerageLinks().add(one)))
                    .toList();
            for (Future<BrokerageLink> one : done) {
                kept.add(one.get());
            }
        }
        assertThat(kept).containsOnly(kept.getFirst());
        assertThat(wanted).contains(kept.getFirst());
        assertThat(store().brokerageLinks().find(owner)).contains(kept.getFirst());
        assertThat(store().brokerageLinks().find(OTHER)).isEmpty();
        assertThat(store().brokerageLinks().delete(OTHER)).isFalse();
        assertThat(store().brokerageLinks().delete(owner)).isTrue();
        assertThat(store().brokerageLinks().delete(owner)).isFalse();
        assertThat(store().brokerageLinks().find(owner)).isEmpty();
    }

    @Test
    void customToolsAreKeptByOwnerUnderANameOfTheirOwn() {
        var owner = new OwnerId(id("owner"));
        CustomTool rates = custom("rates");
        CustomTool news = custom("news");
        var rated = Optional.of(new RequestKey("POST /api/tools", "first", "a".repeat(64)));
        var heard = new CopyOnWriteArrayList<Signal>();
        Signals.Subscription listening = store().signals().subscribe(heard::add);
        assertThat(store().customTools().all(owner)).isEmpty();
        assertThat(store().customTools().add(owner, rates, 2, rated)).contains(new Keyed.Created());
        assertThat(store().customTools().add(owner, rates, 2, Optional.empty())).isEmpty();
        assertThat(store().customTools().add(owner, news, 2, Optional.empty())).contains(new Keyed.Created());
        var refused = Optional.of(new RequestKey("POST /api/tools", "second", "b".repeat(64)));
        assertThat(store().customTools().add(owner, custom("more"), 2, refused)).isEmpty();
        assertThat(store().customTools().add(owner, custom("more"), 2, refused)).isEmpty();
        assertThat(store().customTools().add(owner, rates, 2, rated)).contains(new Keyed.Repeated("rates"));
        assertThat(store().customTools()
                        .add(owner, rates, 2, Optional.of(new RequestKey("POST /api/tools", "first", "c".repeat(64)))))
                .contains(new Keyed.Reused());
        assertThat(store().customTools().all(owner)).containsExactly(news, rates);
        assertThat(store().customTools().all(new OwnerId(id("owner")))).isEmpty();
        assertThat(heard.stream().filter(new Signal.ToolsChanged(owner)::equals))
                .hasSize(2);
        store().toolSettings().put(owner, rates.name(), new ToolSettings.Setting(false, Optional.empty()));
        assertThat(heard.stream().filter(new Signal.ToolsChanged(owner)::equals))
                .hasSize(3);
        assertThat(store().customTools().remove(owner, rates.name())).isTrue();
        assertThat(store().customTools().remove(owner, rates.name())).isFalse();
        assertThat(store().customTools().all(owner)).containsExactly(news);
        listening.close();
    }

    private static CustomTool custom(String name) {
        return new CustomTool(
                new ToolName(name),
                "abc",
                "A tool",
                "Does \"something\"",
                ToolCategory.WEB,
                Value.fields().put("type", "object").build(),
                new CustomTool.HttpCall(
                        CustomTool.Method.POST,
                        "https://example.com/{x}",
                        Map.of("Authorization", "Bearer ${secret:KEY}"),
                        "/a/0"),
                true);
    }

    @Test
    void theStoreIsUp() {
        assertThat(store().isUp()).isTrue();
    }
}
