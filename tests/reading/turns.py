"""Turns of phrase, counts in two parts and gaps, and what only looks like them: the project's own sentences, as in ``ways``."""

from __future__ import annotations

from tests.reading.ways import Way

TURNS: list[Way] = [
    ("The flag was hauled down in six towns.", "6-6 town lost"),
    ("Both sides claim nine towns.", "9-9 town contests"),
    ("Nine towns are claimed by both sides.", "9-9 town contests"),
    ("Neither side has full control of ten cities.", "10-10 city contests"),
    ("Control of ten cities is split between the rivals.", "10-10 city contests"),
    ("Nine towns - that is what the junta lost in June.", "9-9 town lost"),
    ("Nine towns is how many the rebels hold.", "9-9 town controls"),
    ("All that is left to the government is 12 districts.", "12-12 district controls"),
    ("The price of the retreat: four villages.", "4-4 village lost"),
    ("Rebel hands: nine districts.", "9-9 district controls"),
    ("Nine villages make up the rebels' last pocket.", "9-9 village controls"),
    ("Nine villages now take orders from the rebels.", "9-9 village controls"),
    ("By dawn seven towns had new masters.", "7-7 town gained"),
    ("Rebels call the shots in nine villages.", "9-9 village controls"),
    ("The army fought its way back into four villages.", "4-4 village recaptured"),
    ("The army has restored order in three towns.", "3-3 town recaptured"),
    ("Police deserted their posts in three towns.", "3-3 town lost"),
    ("The offensive stripped the army of five towns.", "5-5 town lost"),
    ("The retreat cost four villages.", "4-4 village lost"),
    ("The militants have been cleared from four villages.", "4-4 village lost"),
    ("Ten provinces harbour insurgent cells.", "10-10 province contests"),
    ("Six states have seen fighting since May.", "6-6 state contests"),
    ("Armed bands were reported in six states.", "6-6 state contests"),
    ("Fierce fighting was under way on Tuesday for control of three towns.", "3-3 town contests"),
    ("Rebels control or influence 59 districts.", "59-59 district controls"),
    ("The rebels control a 90-kilometre strip with 12 villages.", "12-12 village controls"),
    ("Rebels have captured territory totalling 350 square kilometres.", "350-350 km2 gained"),
    ("The league has a foothold in 31 towns, the front in 12.", "31-31 town contests, 12-12 town contests"),
    ("The survey counts 40 towns held by the front, 12 by the army and six as contested.",
     "40-40 town controls, 12-12 town controls, 6-6 town contests"),
    ("The front took three towns last week and two more today.", "3-3 town gained, 2-2 town gained"),
    ("The front held 40 towns in May; a month later the figure stood at 52.", "40-40 town controls, 52-52 town controls"),
    ("The army holds the port but none of the 14 districts.", "0-0 district controls"),
    ("Thirteen districts are wholly or partly under the rebels.", "13-13 district controls"),
    ("Three towns, the governor told a 20-minute news conference, remain in rebel hands.", "3-3 town controls"),
    ("Of the nine towns, the rebels, blamed for 46 deaths, hold five.", "5-5 town controls"),
    ("Amid floods that killed 31 people in six cities, most districts (12 of 19) fell to the front.",
     "12-12 district gained"),
]  # fmt: skip

NO_TURNS: list[str] = [
    "The ruling party held on to eleven provinces in the regional election, losing three.",
    "Hunger is rife and 17 villages are at risk.",
    "Mudslides cut off nine villages.",
    "The rebels have no foothold in 60 villages.",
    "Rebels hold Orla as the currency lost 8 percent.",
    "Mayors have fled and 24 communes have no doctor.",
    "Police lost 40 men in five towns.",
    "Protests spread to five cities.",
]
