"""The library: what a command can do, a script can do.

Everything that the command line and the page show comes through here. Heavy parts are opened when they are
first needed, so that `import zenobia` stays light.
"""

from typing import TYPE_CHECKING

from zenobia.api.about import about as about
from zenobia.api.about import actor_candidates as actor_candidates
from zenobia.api.about import place_candidates as place_candidates
from zenobia.api.asking import asked as asked
from zenobia.api.claims import articles as articles
from zenobia.api.claims import claims as claims
from zenobia.api.claims import find as find
from zenobia.api.comparing import Compared as Compared
from zenobia.api.comparing import compare as compare
from zenobia.api.comparing import write_comparison as write_comparison
from zenobia.api.control import Control as Control
from zenobia.api.control import control as control
from zenobia.api.control import control_on as control_on
from zenobia.api.control_map import control_map as control_map
from zenobia.api.doctor import Check as Check
from zenobia.api.doctor import doctor as doctor
from zenobia.api.evidence import article_opened as article_opened
from zenobia.api.evidence import incident_opened as incident_opened
from zenobia.api.evidence import original_page as original_page
from zenobia.api.exports import Exported as Exported
from zenobia.api.exports import export as export
from zenobia.api.exports import export_formats as export_formats
from zenobia.api.incidents import FoundAccount as FoundAccount
from zenobia.api.incidents import Incidents as Incidents
from zenobia.api.incidents import incident as incident
from zenobia.api.incidents import incidents as incidents
from zenobia.api.incidents import judge_same as judge_same
from zenobia.api.keeping import back_up as back_up
from zenobia.api.keeping import check as check
from zenobia.api.keeping import restore as restore
from zenobia.api.ledger import Ledger as Ledger
from zenobia.api.mapping import mapped as mapped
from zenobia.api.mapping import towns as towns
from zenobia.api.opening import Progress as Progress
from zenobia.api.opening import as_day as as_day
from zenobia.api.opening import bundled_reports as bundled_reports
from zenobia.api.opening import demo_store as demo_store
from zenobia.api.opening import opened_stages as opened_stages
from zenobia.api.parties import ACTOR_KINDS as ACTOR_KINDS
from zenobia.api.parties import actors as actors
from zenobia.api.parties import add_actors as add_actors
from zenobia.api.parties import known_actors as known_actors
from zenobia.api.parties import lineage as lineage
from zenobia.api.places import Added as Added
from zenobia.api.places import add_geonames_countries as add_geonames_countries
from zenobia.api.places import add_geonames_file as add_geonames_file
from zenobia.api.places import add_places_table as add_places_table
from zenobia.api.places import known_places as known_places
from zenobia.api.places import place_sources as place_sources
from zenobia.api.reading import Coded as Coded
from zenobia.api.reading import code_folder as code_folder
from zenobia.api.reading import read as read
from zenobia.api.reading import read_paths as read_paths
from zenobia.api.scoring import Scored as Scored
from zenobia.api.scoring import score_folder as score_folder
from zenobia.api.summaries import MOST_AT_ONCE as MOST_AT_ONCE
from zenobia.api.summaries import SHOWN_FACETS as SHOWN_FACETS
from zenobia.api.summaries import facet_values as facet_values
from zenobia.api.summaries import listed as listed
from zenobia.api.summaries import summary as summary
from zenobia.exports.coding import article_record as article_record
from zenobia.exports.coding import claim_record as claim_record
from zenobia.exports.comparison import Beside as Beside
from zenobia.exports.comparison import comparison_record as comparison_record
from zenobia.exports.comparison import comparison_row as comparison_row
from zenobia.exports.holdings import holding_record as holding_record
from zenobia.exports.holdings import place_record as place_record
from zenobia.exports.holdings import telling_record as telling_record
from zenobia.exports.incidents import incident_record as incident_record
from zenobia.exports.scoring import Score as Score
from zenobia.model import Claim as Claim
from zenobia.model import Holding as Holding
from zenobia.model import Incident as Incident
from zenobia.model import Kind as Kind
from zenobia.model import Telling as Telling
from zenobia.model import Timeline as Timeline
from zenobia.resolving.registry import Candidate as Candidate
from zenobia.resolving.tables import Actor as Actor
from zenobia.store import ArticlePage as ArticlePage
from zenobia.store import ArticleQuery as ArticleQuery
from zenobia.store import Backup as Backup
from zenobia.store import ClaimPage as ClaimPage
from zenobia.store import ClaimQuery as ClaimQuery
from zenobia.store import FoundClaim as FoundClaim

if TYPE_CHECKING:
    from zenobia.pipeline.local import InputResult as InputResult
    from zenobia.resolving.gazetteer import PlaceSource as PlaceSource
    from zenobia.resolving.place_ranking import PlaceCandidate as PlaceCandidate
