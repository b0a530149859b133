package com.vantage.shipping.shipment;

import com.vantage.shipping.api.GracefulShutdown;
import com.vantage.shipping.api.RequestId;
import com.vantage.shipping.api.problem.ProblemException;
import com.vantage.shipping.api.problem.ProblemType;
import com.vantage.shipping.api.security.Actor;
import com.vantage.shipping.carrier.CarrierResult;
import com.vantage.shipping.carrier.Outcome;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.Outcome.Declined;
import com.vantage.shipping.carrier.Outcome.Failed;
import com.vantage.shipping.carrier.Outcome.Failure;
import com.vantage.shipping.carrier.Outcome.NotAsked;
import com.vantage.shipping.model.CarrierManifest;
import com.vantage.shipping.shipment.ManifestRepository.ShipmentTakenException;
import com.vantage.shipping.shipment.ManifestSelector.Criteria;
import com.vantage.shipping.shipment.ManifestSelector.Selection;
import com.vantage.shipping.shipment.ManifestView.Source;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Closes the day: stores the manifest, asks the carrier, stores the document. If the carrier's answer was lost, the next request
 * about the same shipments asks again, which puts none of them into two manifests.
 */
@ApplicationScoped
class ManifestService {
    private static final Duration IN_PROGRESS_RETRY_AFTER = Duration.ofSeconds(5);

    private final ManifestSelector selector;
    private final ManifestRepository manifests;
    private final ShipmentRepository shipments;
    private final PurchaseConfig config;
    private final GracefulShutdown shutdown;
    private final Clock clock;

    /** @param isNew whether this request has made it */
    record Result(Source source, boolean isNew) {}

    /** @param isRepeat whether the carrier was asked about this manifest before */
    private record Attempt(
            Criteria criteria, Manifest manifest, List<Shipment> shipments, Actor actor, boolean isRepeat) {}

    ManifestService(
            ManifestSelector selector,
            ManifestRepository manifests,
            ShipmentRepository shipments,
            PurchaseConfig config,
            GracefulShutdown shutdown,
            Clock clock) {
        this.selector = selector;
        this.manifests = manifests;
        this.shipments = shipments;
        this.config = config;
        this.shutdown = shutdown;
        this.clock = clock;
    }

    /** Closes the day for the selected shipments, or returns the manifest that they are in. Fails with a problem. */
    Uni<Result> close(Criteria criteria, Actor actor) {
        String requestId = RequestId.current();
        Uni<Result> attempt = Uni.createFrom()
                .deferred(() -> selector.select(criteria))
                .flatMap(selection -> switch (selection) {
                    case Selection.New chosen -> open(criteria, chosen, requestId, actor);
                    case Selection.Existing(var manifest) -> resume(criteria, manifest, actor);
                });
        // Whoever was faster has stored a manifest, which the second selection finds
        return shutdown.track(attempt.onFailure(ShipmentTakenException.class)
                .retry()
                .atMost(1)
                .onFailure(ShipmentTakenException.class)
                .transform(taken -> inProgress()));
    }

    private Uni<Result> open(Criteria criteria, Selection.New chosen, String requestId, Actor actor) {
        return manifests
                .open(
                        criteria.client(),
                        criteria.carrier().code(),
                        criteria.shipDate(),
                        chosen.originZip(),
                        chosen.shipments(),
                        requestId)
                .flatMap(manifest -> ask(new Attempt(criteria, manifest, chosen.shipments(), actor, false)));
    }

    private Uni<Result> resume(Criteria criteria, Manifest manifest, Actor actor) {
        if (!manifest.state().isUnsettled()) {
            return manifests.findShipmentIds(manifest).map(ids -> new Result(new Source(manifest, ids), false));
        }
        if (isInProgress(manifest)) {
            throw inProgress();
        }
        return manifests
                .takeOver(manifest)
                .map(takenOver -> takenOver.orElseThrow(ManifestService::inProgress))
                .flatMap(taken -> manifests
                        .findShipmentIds(taken)
                        .flatMap(shipments::findAll)
                        .flatMap(members -> askAgain(criteria, taken, members, actor)));
    }

    /** Without shipments that have been voided since: the carrier would refuse the whole manifest. */
    private Uni<Result> askAgain(Criteria criteria, Manifest manifest, List<Shipment> members, Actor actor) {
        List<Shipment> valid = members.stream().filter(Shipment::hasLabel).toList();
        return valid.isEmpty()
                ? manifests.delete(manifest).map(done -> {
                    throw ProblemType.NOT_MANIFESTABLE
                            .withDetail("all shipments of the manifest " + manifest.id() + " have been voided")
                            .retryable(false);
                })
                : ask(new Attempt(criteria, manifest, valid, actor, true));
    }

    /** Another replica that was asking has stopped if the lease is over. */
    private boolean isInProgress(Manifest manifest) {
        return manifest.state() == ManifestState.REQUESTED
                && manifest.askedAt().plus(config.leaseDuration()).isAfter(clock.instant());
    }

    private static ProblemException inProgress() {
        return ProblemType.IN_PROGRESS
                .withDetail("the manifest of these shipments is in progress")
                .retryAfter(IN_PROGRESS_RETRY_AFTER);
    }

    private Uni<Result> ask(Attempt attempt) {
        long startNanos = System.nanoTime();
        return attempt.criteria()
                .carrier()
                .manifest(ManifestSelector.toOrder(attempt.manifest().shipDate(), attempt.shipments()))
                .flatMap(outcome -> {
                    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
                    CarrierResult result =
                            CarrierResult.of(attempt.criteria().carrier().displayName(), outcome, elapsed);
                    return record(attempt, outcome, result);
                });
    }

    private Uni<Result> record(Attempt attempt, Outcome<CarrierManifest> outcome, CarrierResult result) {
        return switch (outcome) {
            case Answered<CarrierManifest>(var created) ->
                manifests
                        .markCreated(attempt.manifest(), attempt.shipments(), created, attempt.actor())
                        .map(source -> new Result(source, true));
            case Declined<CarrierManifest> declined -> recordDeclined(attempt, declined, result);
            case Failed<CarrierManifest> failed
            when failed.failure().isCertainlyWithoutEffect() -> recordNotMade(attempt, result, notMadeProblem(failed));
            case Failed<CarrierManifest> failed ->
                manifests
                        .markUnanswered(
                                attempt.manifest(),
                                ManifestState.UNKNOWN,
                                failed.failure().code(),
                                failed.detail())
                        .map(row -> {
                            throw unanswered(failed).carriers(List.of(result));
                        });
            case NotAsked<CarrierManifest> notAsked ->
                recordNotMade(
                        attempt,
                        result,
                        ProblemType.CARRIERS_UNAVAILABLE
                                .withDetail("the carrier is not called now: "
                                        + notAsked.reason().description())
                                .retryAfter(notAsked.retryAfter()));
        };
    }

    /** A refusal after a lost answer may mean that the carrier has made the manifest. */
    private Uni<Result> recordDeclined(Attempt attempt, Declined<?> declined, CarrierResult result) {
        if (!attempt.isRepeat()) {
            return recordNotMade(
                    attempt,
                    result,
                    ProblemType.CARRIER_DECLINED.withDetail(declined.reason()).retryable(false));
        }
        return manifests
                .markUnanswered(attempt.manifest(), ManifestState.UNCONFIRMED, declined.code(), declined.reason())
                .flatMap(manifest ->
                        manifests.findShipmentIds(manifest).map(ids -> new Result(new Source(manifest, ids), false)));
    }

    /** Frees the shipments, unless an earlier attempt may have reached the carrier. */
    private Uni<Result> recordNotMade(Attempt attempt, CarrierResult result, ProblemException problem) {
        Uni<Void> recorded = attempt.isRepeat()
                ? manifests
                        .markUnanswered(
                                attempt.manifest(),
                                ManifestState.UNKNOWN,
                                String.valueOf(result.code()),
                                String.valueOf(result.detail()))
                        .replaceWithVoid()
                : manifests.delete(attempt.manifest());
        return recorded.map(done -> {
            throw problem.carriers(List.of(result));
        });
    }

    private static ProblemException notMadeProblem(Failed<?> failed) {
        if (failed.failure() == Failure.INTERNAL_ERROR) {
            return ProblemType.INTERNAL_ERROR
                    .withDetail("the request to the carrier could not be built")
                    .retryable(false);
        }
        Duration retryAfter = failed.retryAfter();
        ProblemException problem = ProblemType.CARRIERS_UNAVAILABLE.withDetail(failed.detail());
        return retryAfter == null ? problem.retryable(failed.failure().isTransient()) : problem.retryAfter(retryAfter);
    }

    private static ProblemException unanswered(Failed<?> failed) {
        return (failed.failure() == Failure.TIMED_OUT ? ProblemType.CARRIER_TIMEOUT : ProblemType.CARRIER_ERROR)
                .withDetail(
                        "the carrier gave no usable answer; send the same request again, which puts no shipment into two "
                                + "manifests")
                .retryable(true);
    }
}
