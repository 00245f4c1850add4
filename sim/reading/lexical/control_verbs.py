"""The words that say who holds, gained, lost, retook or contests places: one table per way of saying it.

Verbs stand in their plain form, a particle after an underscore ("hand_over"); ``inflection`` makes the other forms.
A new word is one entry in the table of its kind.
"""

from __future__ import annotations

from sim.reading.lexical.function_words import listed

GAINED, LOST, RECAPTURED, CONTROLS, CONTESTS = "gained", "lost", "recaptured", "controls", "contests"


def table(rows: dict[str, str]) -> dict[str, str]:
    """Each entry of a row's blank-separated list with the row's relation."""
    return {word: relation for relation, words in rows.items() for word in listed(words)}


def with_links(*rows: tuple[str, str, str]) -> dict[str, tuple[str, frozenset[str]]]:
    """Each entry of a row's last list with the row's relation and the prepositions it needs."""
    return {word: (relation, listed(links)) for relation, links, words in rows for word in listed(words)}


# "X took N", "N were taken by X"
TAKES = table(
    {
        GAINED: "take seize capture conquer overrun gain secure grab annex snatch occupy storm overtake wrest clinch"
        " acquire overwhelm subdue win swallow swallow_up gobble_up snap_up pick_up mop_up scoop_up roll_up sweep_up"
        " take_over absorb engulf bag net add enter commandeer usurp prise pry wrench carve_out carve_off chalk_up"
        " rack_up notch_up notch amass devour vanquish subjugate invade pocket nab bite_off eat_up expropriate colonise"
        " colonize steamroll reduce_to_submission infest encroach overpower collect pluck wipe_up peel_off breach"
        " capture_outright blitz obtain attain",
        LOST: "lose cede surrender abandon relinquish quit yield yield_up vacate forfeit evacuate forsake desert concede"
        " give_up hand_over sign_over sign_away give_away turn_over hand_back leave_behind shed flee sacrifice squander"
        " part_with renounce trade_away let_go let_slip fritter_away deliver_up exit give_back bargain_away write_off",
        RECAPTURED: "retake recapture regain reclaim liberate free recover reconquer clear reoccupy deoccupy take_back"
        " win_back claw_back get_back wrest_back seize_back grab_back snatch_back retrieve repossess reseize"
        " rescue reannex buy_back earn_back sweep_clear mop_out pry_back resecure unshackle reenter wrench_back",
        CONTROLS: "control hold rule govern administer dominate retain keep possess run command maintain own claim garrison"
        " hold_on_to hold_onto cling_to cling_onto cling_on_to hang_on_to hang_onto hold_down preside_over police"
        " lord_over lord_it_over oversee keep_hold_of tyrannise hold_fast",
        CONTESTS: "contest threaten besiege enclose choke surround encircle influence dispute pressure press menace endanger imperil"
        " blockade harass infiltrate ring hem_in cut_off close_in_on close_on bear_down_on fight_over"
        " fight_for battle_for battle_over vie_for jockey_for compete_for compete_over squeeze beset invest beleaguer"
        " pin_down tussle_over tussle_for wrangle_over wrestle_over wrestle_for encroach_on encroach_upon converge_on"
        " clash_over skirmish_over struggle_for spar_over grapple_for duel_over patrol scrap_over scrap_for feud_over squabble_over roam prowl stalk terrorise terrorize defend",
    }
)
# "X withdrew from N", "X swept through N", "X fought in N": the verb, then the prepositions that lead to the places
REACHES: dict[tuple[str, str], str] = {
    (verb, link): relation
    for relation, links, verbs in (
        (LOST, "from out_of",
         "withdraw retreat pull pull_out pull_back pull_away retire fall_back back_out back_away depart"
         " decamp redeploy move_out slip_away slip melt_away bow_out flee bolt escape scramble vanish"
         " disappear retrench disengage step_back draw_back break_out march_out drive_off fall_away"
         " walk_away troop_out file_out stream_out clear_out evacuate exit melt_away pull_away drive_away"
         " march_away file_out trickle_out let_up ebb_away slink_away steal_away sneak_out bail_out"
         " storm_out run_away peel_away recoil recede"),
        (LOST, "of", "let_go"),
        (GAINED, "through across over into in",
         "sweep roll surge storm march walk move_in power charge rampage steamroll pour blaze race blitz"
         " tear punch barrel stroll ride burst roar muscle"),
        (GAINED, "into",
         "move push drive advance stream break thrust thunder inch creep edge nudge crawl lunge barge"
         " swarm wade"),
        (RECAPTURED, "to into", "return"),
        (CONTROLS, "over in across",
         "rule reign preside prevail lord hold_sway govern hold_power hold_court"),
        (CONTROLS, "onto on on_to to", "cling hang hold hold_on keep_hold hold_fast hang_tough"),
        (CONTROLS, "in with to within inside into",
         "squeeze box crowd herd hole_up confine entrench limit restrict pen_in pen hem_in coop_up corner"
         " bottle_up hunker_down"),
        (CONTROLS, "to with in", "reduce cut_back shrink whittle_down whittle contract"),
        (CONTROLS, "on upon", "count fall_back rely"),
        (LOST, "out_of",
         "order lead bow back clear pull slip ease edge inch fade break march file troop stream walk move"
         " drive"),
        (RECAPTURED, "in within", "re-establish reestablish"),
        (CONTROLS, "in within",
         "hold_out hang_on cling_on remain survive dig_in entrench establish install embed ensconce"),
        (CONTESTS, "in for over across inside within around on throughout at into near against",
         "fight battle clash vie operate compete infiltrate skirmish roam jostle grapple tussle lurk prowl"
         " duel struggle contend spar wrestle roam_freely"),
        (CONTESTS, "to into across", "spread fan_out expand branch_out filter trickle seep"),
        (CONTESTS, "on upon toward towards", "advance march press push bear move"),
        (LOST, "in across", "give_way buckle crumble capitulate collapse"),
        (CONTESTS, "on upon around", "close close_in bear_down converge encroach descend"),
    )
    for verb in listed(verbs)
    for link in listed(links)
}  # fmt: skip
# "X drove Y from N": the places are lost to Y, the object
EXPELS = listed(
    "drive push force expel oust kick eject chase dislodge evict rout squeeze flush throw remove beat uproot purge cleanse rid scour"
    " sweep hound turf boot shove repel displace dispossess drive_back push_back force_back beat_back roll_back throw_back"
    " drive_out push_out force_out kick_out chase_out flush_out throw_out squeeze_out root_out root winkle prise pry hurl"
    " smoke shunt bundle knock flush_away burn_out run_out strip eliminate bomb_out press_back sweep_away banish"
)
# "N fell to X": the places are the subject; "out of" somebody's hands they are lost, "to" somebody gained
FALLS = listed(
    "fall collapse capitulate surrender crumble topple succumb buckle fold slip slide pass drift go_over give_way cave_in"
    " cave switch defect go submit transfer bow come_over swing yield move cross_over tumble crumple tip_over tip flip"
    " turn convert change fall_away desert slip_away break_away be_gone gravitate"
)
# lost even where no taker is named
FALLEN_ALONE = listed("fall collapse capitulate crumble topple succumb fall_away slip_away")
RETURNS = listed("return revert come_back swing_back go_back switch_back flip_back pass_back")
ENTERS = listed("fall come go pass slip slide bring put place move drift sink be_brought get draw swing")
# "N remain loyal to X", "N answer to X"
OBEYS = with_links(
    (
        CONTROLS,
        "to",
        "answer belong adhere defer bow kowtow pay_allegiance submit report pledge_allegiance bend",
    ),
    (CONTROLS, "for against", "hold_out stand_firm"),
    (CONTROLS, "", "obey acknowledge recognise recognize fly"),
)
# words said of places
LOYAL = with_links(
    (CONTROLS, "to with",
     "loyal faithful subject beholden true obedient subservient answerable accountable tributary aligned allied"),
    (CONTROLS, "to of", "thrall mercy disposal behest"),
    (LOST, "to for", "off-limits limits closed inaccessible barred no-go areas zones"),
    (CONTROLS, "", "secure"),
    (RECAPTURED, "of from", "free clear"),
    (CONTESTS, "", "contested disputed besieged encircled surrounded embattled threatened"),
)  # fmt: skip
# "N declared for X", "N rejoined X"
JOINS = with_links(
    (GAINED, "for", "declare opt"),
    (GAINED, "with", "side"),
    (GAINED, "to behind", "rally"),
    (GAINED, "", "join"),
    (RECAPTURED, "", "rejoin"),
)
# "opened their gates to X", "threw in their lot with X"
PLEDGES = listed("gates doors lot allegiance loyalty fealty")
SHAKES_OFF = listed("throw_off shake_off cast_off escape shed defy")  # "threw off the rule of X"
# "a string of nine villages"
COLLECTIVES = listed(
    "enclave pocket fief fiefdom statelet belt cluster string arc swathe swath series chain row ring group network band"
    " handful raft slew clutch list bloc corridor strip patchwork total majority bulk remainder rest triangle"
    " parts part portions portion sections swathes swaths slices chunks pockets outskirts rows clusters"
)
# "an area of 350 km2"
AREAS = listed("area territory land stretch expanse swathe swath tract region zone ground terrain")
UNREST = listed(
    "insurgency rebellion uprising revolt conflict fighting unrest violence war jihad insurrection mutiny"
)
# what unrest does
STRIKES = listed(
    "engulf affect touch reach grip consume convulse rock hit spread plague afflict haunt infest beset"
)
# "overwhelmed the police in N"
DEFEATS = listed("overwhelm defeat rout vanquish crush overpower best outfight")
LIFTS = listed("break lift end relieve raise")  # "broke the siege of N"
LANDS = listed("territory country turf land ground soil")  # "is rebel territory"
AT_RISK = listed("about risk risks risking close liable near threaten threatens threatening")
# "take control of N": what a verb makes of a noun of control
HOLDS = listed(
    "responsibility sway hand run roost shots control command authority rule possession dominion mastery ownership grip hold power sovereignty charge dominance"
    " jurisdiction supremacy administration stranglehold monopoly governance custody reins oversight"
)
LIGHT = table(
    {
        GAINED: "take gain assume seize establish win secure wrest impose extend expand capture acquire achieve obtain"
        " assert spread stamp get complete widen wrestle grab broaden push take_over stretch"
        " clinch enforce forge snatch attain",
        LOST: "lose cede relinquish surrender forfeit yield abandon loosen give_up hand_over sign_away weaken let_go"
        " concede quit renounce break forsake shake hand give pass transfer delegate hand_back",
        RECAPTURED: "regain restore reassert reestablish resume recover retake reimpose re-establish reclaim win_back"
        " take_back wrest_back recapture claw_back get_back reinstate resecure",
        CONTROLS: "have hold keep retain exercise exert maintain enjoy wield boast claim share preserve be remain command"
        " cling_to hold_on_to possess consolidate strengthen tighten cement reinforce solidify entrench deepen",
        CONTESTS: "contest dispute challenge fight_for vie_for battle_for compete_for fight_over trade swap exchange",
    }
)
# nouns that reach the places through a preposition, whatever the verb
NOUNS = with_links(
    (GAINED, "of",
     "capture seizure conquest takeover annexation occupation taking capturing seizing storming"
     " overrunning acquisition subjugation absorption overthrow grabbing swallowing gain takeovers"
     " captures conquests seizures"),
    (LOST, "of",
     "loss surrender abandonment cession relinquishment forfeiture desertion evacuation handover losing"
     " losses ceding abandoning"),
    (LOST, "from",
     "withdrawal retreat pullout pullback flight departure expulsion eviction ouster exit ejection"),
    (LOST, "from", "absent missing"),
    (LOST, "in", "defeat defeats rout routs reverses setbacks"),
    (LOST, "of", "fall collapse capitulation fallen crumbling submission"),
    (RECAPTURED, "of",
     "recapture liberation reconquest recovery retaking return reoccupation clearance deoccupation"
     " regaining reclaiming recapturing liberating restoration freeing clearing mop-up clean-up cleanup"
     " sweep-up"),
    (CONTROLS, "of", "master masters rulers ruler lords lord overlords overlord owner owners"),
    (CONTESTS, "in across over throughout inside within on around into",
     "active present rife presence influence foothold footholds contestation footprint resistance cells"
     " toehold inroads headway"),
    (CONTESTS, "for in across over throughout inside within on around into",
     "fighting clashes clash combat battles skirmishes battling firefights hostilities gunfights"),
    (CONTESTS, "for over in around to of on against",
     "battle fight war struggle contest siege sieges standoff tussle tug-of-war dispute encirclement"
     " blockade blockades"),
    (CONTESTS, "around on", "pressure noose cordon ring pincer vice pincers"),
    (CONTESTS, "of",
     "door doors gates doorstep doorsteps outskirts threshold approaches perimeter edges walls"),
)  # fmt: skip
FALL_NOUNS = listed("fall collapse capitulation surrender loss handover submission cession")
# flags: raised they are a gain, flying they are a state
FLAGS = listed("flag flags banner banners colours colors standard standards tricolour ensign pennant")
# "flags came down in N"
LOWERS = listed("come_down lower haul_down take_down pull_down tear_down bring_down strike drop")
RAISES = listed("raise hoist plant unfurl run_up put_up fly lift")
FLIES = listed("fly wave flutter flap billow float hang stream")
OVER = listed("over in above on at across atop outside")
# "N are under X control", "in X hands", "beyond X's reach"
STATES = table(
    {
        CONTROLS: "control rule authority administration command governance hands hand grip grasp possession"
        " dominion domination jurisdiction flag banner thumb heel boot yoke occupation hold umbrella"
        " management ownership writ reins fold camp stewardship protection tutelage clutches dominance"
        " sovereignty fist orbit keeping sway",
        CONTESTS: "influence siege attack pressure threat assault contest contestation dispute fire shadow"
        " contention bombardment blockade encirclement play doubt balance danger jeopardy peril crossfire",
    }
)
# zones of nobody; any other is somebody's
GREY = listed("contested grey gray combat battle buffer war disputed")
ZONES = listed(
    "zone zones grey-zone no-man 's-land limbo battleground battlefield battlefields battlegrounds flux frontline frontlines"
    " flashpoint flashpoints hotspot hotspots"
)
# "in", "up for", "at"
DISPUTED = listed(
    "dispute contention play doubt balance jeopardy peril contest turmoil revolt rebellion war flames uproar range sights crosshairs vice grabs stake question"
)
BEYOND = listed("outside beyond out_of")
REACH_NOUNS = listed("reach grasp writ orbit remit")  # with "beyond": no hold left
RISKS = listed("risk danger verge brink point cusp edge threat peril")
# "face a rebel presence", "repelled an assault on N", "opened an offensive on N"
SUFFERS = listed("see experience suffer face endure witness report have host")
FIGHTS = listed("fighting battling shelling")
REPELS = listed(
    "repel beat_off beat_back fend_off fight_off repulse resist withstand stave_off ward_off throw_back rebuff"
)
MOUNTS = listed("launch mount open stage press begin start unleash")
ASSAULTS = listed(
    "assault assaults offensive offensives push siege sieges advance advances drive drives campaign"
)
ATTACKS = ASSAULTS | listed("attack attacks raid raids")
# "the clearance was completed in N"
DONE = listed("complete finish conclude accomplish achieve effect carry_out end wrap_up")
# "are the domain of X"
RULED = listed("domain preserve fief fiefdom turf bailiwick property possession possessions backyard")
# words whose places go with a verb of level: "the haul rose to N", "its domain shrank from N to M"
HOARDS = table(
    {
        GAINED: "haul gains captures conquests bag spoils seizures acquisitions advances",
        LOST: "losses",
        CONTROLS: "holdings territory domain realm turf possessions rule writ control grip caliphate fief fiefdom empire"
        " remit hold authority dominion enclave statelet stronghold strongholds lands rump bastion redoubt fiefdoms",
        CONTESTS: "footprint presence influence reach sway activity",
    }
)
# "its writ runs in", "its influence extends to"
RUNNING = listed("extend reach stretch apply spread run hold")
# "rebel rule ended in N"
ENDS = listed("end cease collapse vanish disappear evaporate crumble dissolve melt_away wither")
TRACKS = listed(
    "number total tally count toll share proportion figure tallies portion haul sum score list roster"
)
GROWS = listed(
    "lengthen broaden snowball deepen edge_up tick_up swell_up rise grow increase climb jump expand soar widen swell extend surge leap balloon mushroom spread"
)
SHRINKS = listed(
    "fall drop decline shrink dwindle decrease slip slide sink contract plunge tumble plummet whittle_down cut reduce"
    " shrivel diminish narrow ebb recede slim wither wane erode slump dip fade dwindle_away"
)
LEVELS = (
    GROWS
    | SHRINKS
    | listed(
        "go reach stand double triple quadruple move total number comprise include span cover amount hover average"
        " exceed bring raise put take estimate run encompass embrace come count stretch be tick creep inch edge"
        " push lift up down pass hit stay remain make_up account triple mount pile_up add_up soar"
    )
)
SPANS = listed(
    "span cover comprise include encompass reach total number exceed embrace hit pass be average contain"
    " extend_over spread_over consist_of"
)
# "control of N is split"
SHARED = listed("split share divide partition dispute contest parcel_out carve_up apportion")
# "had new masters"
BEARS = listed("have get gain acquire receive find greet welcome embrace hail wake_up_to wake_to")
# "gave the rebels N", "cost the regime N": what becomes of the places of the party between verb and number
DATIVES = table(
    {
        GAINED: "give hand win earn bring net gift grant award gain deliver secure",
        LOST: "cost deprive strip rob relieve divest shear rid dispossess",
        CONTROLS: "leave",
    }
)
# "N are X's", "N back the rebels"
PARTIES = listed(
    "men rebel rebels army armies troops forces force fighter fighters militant militants insurgent insurgents insurgency"
    " government governments junta regime militia militias militiamen group groups front alliance coalition gang gangs"
    " taliban houthi houthis jihadists jihadist guerrilla guerrillas separatists separatist paramilitary paramilitaries"
    " military soldiers brigade brigades battalion division column state opposition side sides camp loyalists"
    " loyalist cartel cartels faction factions movement party islamists islamist extremists gunmen bandits security"
    " commandos marines paratroopers unit units allies royalists secessionists invaders defenders attackers resistance"
    " warlord warlords commander authorities administration kabul caliphate emirate kingdom power powers tribesmen"
    " dissidents terrorists jihadis peshmerga mujahideen enemy rsf saf sdf isis isil lna gna stc idf"
    " peacekeepers police federals nationalists republicans communists organisation network corps legion garrison"
    " patriots partisans mutineers putschists irregulars mercenaries raiders assailants combatants occupiers bands clans proxies"
)
# subjects and objects of a civil life: nothing they do to places is control
CIVIL = listed(
    "people residents families civilians villagers households refugees agencies organisations organizations charities"
    " ngo ngos hospital hospitals clinic clinics school schools teacher teachers doctors doctor nurses worker workers staff teams"
    " journalists observers monitors voters vote votes voting candidate candidates aid humanitarian relief company companies bank banks"
    " inhabitants displaced patients children farmers traders businesses mosques markets students prisoners homes mines"
    " landmines rubble snow debris explosives supplies food goods waste bodies drought droughts flood floods flooding"
    " floodwaters storm storms famine hunger disease diseases epidemic epidemics cholera malaria measles polio ebola"
    " landslide landslides mudslide mudslides avalanche avalanches blizzard snowfall rockfall rockfalls tsunami eruption"
    " lava sandstorm typhoons cyclones hurricanes earthquakes aftershocks tornado tornadoes torrents ice smog pollution strikers"
    " outbreak outbreaks fire fires wildfire wildfires cyclone hurricane typhoon rain rains quake earthquake tremors"
    " locusts locust vaccine vaccines vaccination doses electricity power_cuts outages blackout blackouts curfew"
    " ballots ballot polls poll polling polling_stations turnout seats seat mayors mayor constituencies referendum census"
    " inflation prices rainfall crops harvest hectares deminers demining volunteers pupils commuters tourists"
    " players club team teams operator firm provider network_operator pipeline road roads railway bus buses heatwave currency stocks stock index rupee rouble pound dinar economy exports imports revenue profits sales"
    " drones refinery strike_action virus infections cases court courts judges judge lawyers athletes pilgrims"
)

VERB_TABLES = (
    TAKES, {verb for verb, _ in REACHES}, EXPELS, FALLS, RETURNS, ENTERS, OBEYS, JOINS, SHAKES_OFF, STRIKES, DEFEATS, LIFTS, LIGHT,
    LOWERS, RAISES, FLIES, SUFFERS, REPELS, MOUNTS, DONE, ENDS, LEVELS, SPANS, SHARED, BEARS, DATIVES,
)  # fmt: skip
