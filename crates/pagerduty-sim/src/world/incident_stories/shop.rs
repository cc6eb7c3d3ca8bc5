//! What goes wrong in what customers see.

use super::{Tale, Telling};
use crate::model::ServiceKind::{Api, Search};

pub(super) static TALES: [Tale; 4] = [
    Tale {
        service: "Checkout API",
        kind: Api,
        metric: "checkout.orders.failed_ratio",
        priority: 0,
        symptoms: &["http.client.timeouts_ratio", "trace.http.request.duration.p99", "trace.http.request.errors.ratio"],
        tellings: [
            Telling {
                change: Some("Deploy {slug} {version}: new rounding of taxes"),
                remedy: Some((1, "Roll back {slug} to {previous}")),
                notes: &[
                    (
                        "Errors began {lead} minutes after the deploy of {slug} {version}. Suspecting the new tax rounding.",
                        7,
                    ),
                    ("Confirmed: division by zero for carts with only free items. Rolling back to {previous}.", 6),
                    ("Customer impact: {value}% of orders fail since the deploy. Status page is updated.", 5),
                    ("Rollback is at half of the fleet, errors are falling.", 7),
                    ("Rollback complete. Errors below 0.1%, watching for ten minutes.", 11),
                ],
                resolution: "Rolled back to {previous}; a test for carts of free items is on its way",
            },
            Telling {
                change: Some("Deploy {slug} {version}: gift cards in the second step"),
                remedy: Some((2, "Turn off feature flag gift-cards-early of {slug}")),
                notes: &[
                    ("Failing orders all have a gift card. {slug} {version} asks for the balance twice.", 9),
                    ("The second call locks the card, so the order waits for itself and gives up.", 6),
                    ("Turned gift cards in the second step off by feature flag.", 8),
                    ("New orders go through. Support writes to those whose card is still locked.", 12),
                ],
                resolution: "Feature flag off; the balance is read once in the next release",
            },
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("No deploy today. All failures come from one availability zone of {region}.", 8),
                    ("Its instances cannot resolve the tax provider: the zone's resolver answers nothing.", 9),
                    ("Took the zone out of the load balancer, {value}% of failures became almost none.", 14),
                    ("Provider replaced the resolver. Zone is back with a tenth of the traffic.", 13),
                ],
                resolution: "Resolver replaced by the provider; instances cache answers for longer from now on",
            },
        ],
    },
    Tale {
        service: "Product Index",
        kind: Search,
        metric: "search.products.missing_ratio",
        priority: 1,
        symptoms: &["search.empty_ratio", "http.client.timeouts_ratio"],
        tellings: [
            Telling {
                change: Some("Deploy {slug} {version}: reindex with the new analyser"),
                remedy: Some((1, "Roll back {slug} to {previous}")),
                notes: &[
                    ("The alias moved to the new index before the reindex was complete.", 7),
                    ("Moved the alias back to the old index, {previous} serves again.", 9),
                    ("Results are complete; prices are older until the reindex ends.", 21),
                    ("Reindex is complete and verified, alias moved.", 6),
                ],
                resolution: "Alias moves only after the document counts agree",
            },
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("Two data nodes were evicted together and held both copies of four shards.", 10),
                    ("Nodes are back on the same disks, shards recover one after the other.", 18),
                    ("All shards are green, query caches are cold for now.", 9),
                ],
                resolution: "Copies of a shard no longer share a rack",
            },
            Telling {
                change: Some("Change configuration of {slug}: filter for discontinued products"),
                remedy: Some((1, "Change configuration of {slug}: filter for discontinued products taken back")),
                notes: &[
                    ("The new filter drops every product whose supplier sends no end date, {value}% of all.", 8),
                    ("Filter is taken back. Documents come in with the next pass of the importer.", 17),
                    ("Counts agree with the catalogue again.", 8),
                ],
                resolution: "Filter needs an explicit end date; the importer refuses passes that lose a tenth of all products",
            },
        ],
    },
    Tale {
        service: "Token Service",
        kind: Api,
        metric: "token.signature.failed_ratio",
        priority: 0,
        symptoms: &["sessions.ended", "http.unauthorized_ratio", "trace.http.request.errors.ratio"],
        tellings: [
            Telling {
                change: Some("Rotate credentials of {slug}"),
                remedy: None,
                notes: &[
                    ("Instances with a warm cache still use the old public key.", 9),
                    ("Published the old key beside the new one again.", 6),
                    ("Errors are falling as caches expire.", 12),
                ],
                resolution: "Both keys stay published for a day after each rotation",
            },
            Telling {
                change: Some("Deploy {slug} {version}: smaller tokens"),
                remedy: Some((2, "Roll back {slug} to {previous}")),
                notes: &[
                    ("Only tokens of {version} fail, and only in services with the old client library.", 8),
                    ("They expect the audience as a list, {version} writes one text.", 5),
                    ("Rolling back to {previous}; tokens already issued stay bad until they expire.", 16),
                    ("The last bad token has expired.", 6),
                ],
                resolution: "Rolled back to {previous}; {slug} tests its tokens with the three latest client libraries",
            },
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("Clock of one host in {region} runs ahead: its tokens are not valid yet elsewhere.", 7),
                    ("Host is drained. {value}% of checks failed because it signs for the whole region.", 9),
                    ("Checks pass everywhere. Looking for why its time daemon had stopped.", 15),
                ],
                resolution: "Host replaced; a clock that is a second off takes the host out of service now",
            },
        ],
    },
    Tale {
        service: "Fraud Scoring",
        kind: Api,
        metric: "fraud.orders.rejected_ratio",
        priority: 1,
        symptoms: &["orders.review.waiting", "http.client.timeouts_ratio"],
        tellings: [
            Telling {
                change: Some("Deploy {slug} {version}: model trained on last quarter"),
                remedy: Some((1, "Roll back {slug} to {previous}")),
                notes: &[
                    ("The new model scores every order from new devices as fraud.", 8),
                    ("Back to {previous} with the model of the quarter before.", 7),
                    ("Customer support has a list of the rejected orders and writes to the customers.", 11),
                    ("Rejections are back at 0.8%.", 6),
                ],
                resolution: "Previous model restored; new models run in shadow mode for a day first",
            },
            Telling {
                change: None,
                remedy: None,
                notes: &[
                    ("A card network sends no country since its maintenance, and no country counts as high risk.", 9),
                    ("Gave missing countries the average score by hand.", 8),
                    ("Network confirmed the fault and has fixed it. The override goes out again tonight.", 12),
                ],
                resolution: "Missing fields are scored as unknown instead of risky",
            },
            Telling {
                change: Some("Change configuration of {slug}: threshold of review"),
                remedy: Some((1, "Change configuration of {slug}: threshold of review as before")),
                notes: &[
                    ("Threshold was set to 0.07 instead of 0.7, {value}% of orders are over it.", 6),
                    ("Threshold is as before. The review queue holds what came in meanwhile.", 13),
                    ("Queue is empty: all were approved in one go after a look at the largest.", 7),
                ],
                resolution: "Thresholds outside of 0.4 to 0.95 need a second approval",
            },
        ],
    },
];
