"""Sentences in the manner of the news, of the project's own, with every count, its total and its party as a person reads them."""

from __future__ import annotations

NEWS: list[tuple[str, str]] = [
    ("The army attacked al-Shabab and liberated 20 villages.", "20-20 village recaptured by army"),
    ("The army has defeated the rebels and retaken 12 towns.", "12-12 town recaptured by army"),
    ("The junta launched an offensive and seized nine towns.", "9-9 town gained by junta"),
    ("Troops carried out 278 operations and reclaimed 14 districts.", "14-14 district recaptured by Troops"),
    ("A diplomat said 11 districts fell.", "11-11 district lost"),
    ("Officials said 11 districts had fallen.", "11-11 district lost"),
    ("A lawmaker said four villages had been retaken.", "4-4 village recaptured"),
    (
        "The rebels, who attacked the army and seized nine towns, said they wanted talks.",
        "9-9 town gained by rebels",
    ),
    (
        "The army killed 40 militants, wounded 12 and took back three villages.",
        "3-3 village recaptured by army",
    ),
    ("An offensive launched by the army recaptured nine villages.", "9-9 village recaptured"),
    ("The rebel offensive has captured nine villages.", "9-9 village gained by rebel"),
    ("A rebel spokesman said they had captured nine villages.", "9-9 village gained by rebel"),
    ("A spokesman for the rebels said they had captured nine villages.", "9-9 village gained by rebels"),
    ("The governor said it had lost 11 districts.", "11-11 district lost"),
    (
        "The militants overran an army base and captured 30 soldiers and four villages.",
        "4-4 village gained by militants",
    ),
    (
        "Russian forces expanded their territorial control by nearly 100 square kilometres.",
        "100-100 km2 gained by Russian forces",
    ),
    (
        "The Houthis fired missiles at Marib and tightened their hold on three districts.",
        "3-3 district controls by Houthis",
    ),
    (
        "Kyiv's forces struck Russian depots, then retook two villages.",
        "2-2 village recaptured by Kyiv's forces",
    ),
    ("The Taliban met little resistance and now hold 20 districts.", "20-20 district controls by Taliban"),
    (
        "Fighters loyal to the warlord stormed the prison and hold four villages.",
        "4-4 village controls by Fighters",
    ),
    ("300 rebels seized five villages.", "5-5 village gained by rebels"),
    ("The Taliban control over 200 districts.", "200- district controls by Taliban"),
    ("The Taliban now control over 200 districts.", "200- district controls by Taliban"),
    (
        "23 of 41 counties were by then under the de facto authority of the Front.",
        "23-23/41 county controls by Front",
    ),
    ("Nine counties were by then under siege.", "9-9 county contests"),
    (
        "The Front's de facto authority extends over 12 of 30 districts.",
        "12-12/30 district controls by Front",
    ),
    ("Authority over 12 districts remains with the militia.", "12-12 district controls by militia"),
    ("Twelve districts are subject to the authority of the militia.", "12-12 district controls by militia"),
    ("Twelve districts are under de facto rebel administration.", "12-12 district controls by rebel"),
    (
        "The panel lists 23 of 41 counties as under de facto authority of the Front.",
        "23-23/41 county controls by Front",
    ),
    ("The army hopes to slowly retake five towns.", ""),
    ("The army wants to quickly and quietly retake five towns.", ""),
    ("The army has slowly but surely retaken five towns.", "5-5 town recaptured by army"),
    ("Two convoys took nine villages.", "9-9 village gained"),
    ("The militia has gained influence over 12 districts.", "12-12 district contests by militia"),
    ("Half, or 54, of the 105 districts are held by the Taliban.", ""),
    ("Nine towns have been without government control since May.", ""),
    ("Without control of nine towns, the army cannot move.", ""),
    ("The army has responsibility for nine districts.", "9-9 district controls by army"),
    ("Nine towns were left to the rebels.", "9-9 town controls by rebels"),
    ("Nine towns were left to their fate.", ""),
    ("Nine villages are under water.", ""),
    ("The army took nine villages back.", "9-9 village recaptured by army"),
    ("They control over half of the country's territory.", "50- percent_territory controls"),
    ("The rebels hold over 30 villages.", "30- village controls by rebels"),
    ("The junta has no control over nine villages.", "9-9 village lost by junta"),
    ("The junta's hold over 12 townships has all but vanished.", "12-12 township lost by junta"),
    (
        "The government does not have jurisdiction over 40 % of the country.",
        "40-40 percent_territory lost by government",
    ),
    ("The state does not control 40 percent of its territory.", "40-40 percent_territory lost by state"),
    (
        "The Russian defence ministry claimed the capture of two settlements, Zarichne and Novoserhiivka, within the past 48 hours.",
        "2-2 settlement gained",
    ),
    (
        "Geolocated footage indicates that Russian forces have likely seized eight settlements in the Pokrovsk direction since January 1, 2025.",
        "8-8 settlement gained by Russian forces",
    ),
    (
        "Kyiv's troops, which held some 1,100 square kilometres of Kursk at the height of the incursion, have since lost about 60 per cent of it.",
        "1100-1100 km2 controls by Kyiv's troops, 60-60 percent_territory lost by Kyiv's troops",
    ),
    (
        "A senior Ukrainian officer said that 11 settlements had been lost in the Huliaipole sector in the first ten days of November.",
        "11-11 settlement lost",
    ),
    (
        "The ministry of defence said its forces attacked the Ukrainian garrison and took control of four populated areas in Kharkiv region.",
        "4-4 settlement gained by forces",
    ),
    (
        "Ukrainian forces are holding on to just 40 square miles of Russian land, a U.S. official said on Friday.",
        "103.6-103.6 km2 controls by Ukrainian forces",
    ),
    (
        "The Sudanese army said it had cleared the RSF from seven localities of Khartoum state and retaken 18 villages in Gezira.",
        "7-7 locality recaptured by Sudanese army, 18-18 village recaptured by Sudanese army",
    ),
    (
        "The paramilitaries attacked the army base at Babanusa and overran five nearby villages, residents said.",
        "5-5 village gained by paramilitaries",
    ),
    (
        "Resistance groups said they control over 60 towns and more than half of the country's territory.",
        "60- town controls by Resistance groups, 50- percent_territory controls by Resistance groups",
    ),
    (
        "The regime lost 74 towns in 2024 but retook six of them last year after launching an offensive backed by air strikes.",
        "74-74 town lost by regime, 6-6/74 town recaptured by regime",
    ),
    (
        "According to the special advisory council, the military has stable control of only 72 of 330 townships, covering 17 percent of the land area.",
        "72-72/330 township controls by military, 17-17 percent_territory controls by military",
    ),
    (
        "In northern Shan, the junta's hold over 12 townships has all but vanished.",
        "12-12 township lost by junta",
    ),
    ("JIHADISTS OVERRUN THREE TOWNS IN NORTHERN MALI", "3-3 town gained by JIHADISTS"),
    (
        "The army launched an operation in the Liptako and reclaimed nine villages abandoned to the jihadists in 2022.",
        "9-9 village recaptured by army",
    ),
    (
        "The Southern Transitional Council says it has taken over all eight governorates of the former South Yemen.",
        "8-8/8 province gained by Southern Transitional Council",
    ),
    (
        "Of Taiz's 23 districts, 11 are government controlled and nine are held by the Houthis; the rest are contested.",
        "11-11/23 district controls by government, 9-9/23 district controls by Houthis",
    ),
    (
        "FARC dissidents have expanded into 23 municipalities of Cauca and Nariño.",
        "23-23 municipality contests by FARC dissidents",
    ),
    (
        "Radio Okapi reported that three localities of the Bashali chiefdom had changed hands twice since the weekend.",
        "3-3 locality contests",
    ),
    (
        "The Somali National Army attacked al-Shabaab hideouts in Hirshabelle and liberated 12 villages, the information ministry said.",
        "12-12 village recaptured by Somali National Army",
    ),
    (
        "The Taliban stormed nine districts in Badakhshan, taking the total they control in the province to 24 of 28.",
        "9-9 district gained by Taliban, 24-24/28 district controls by Taliban",
    ),
    ("Fighting was reported in 20 of the country's 34 provinces on Monday.", "20-20/34 province contests"),
    (
        "A provincial council member said 13 districts had changed hands in Takhar and Badakhshan.",
        "13-13 district gained",
    ),
    (
        "Of the 407 districts, 73 were government controlled, 210 Taliban controlled and 124 contested.",
        "73-73/407 district controls by government, 210-210/407 district controls by Taliban, 124-124/407 district contests",
    ),
    (
        "The insurgents captured district centres in Balkh, Kunduz and Faryab and then moved on three provincial capitals.",
        "3-3 provincial_capital contests by insurgents",
    ),
    (
        "Afghan officials said 24 districts fell in June and a further 18 in the first week of July.",
        "24-24 district lost, 18-18 district lost",
    ),
    ("Tolo News reported that no district had fallen for a week.", "0-0 district lost"),
    ("Iraqi forces fought their way into Mosul and by December had taken back 40 of 56 neighbourhoods.", ""),
    (
        "The SDF said it had liberated 110 villages and farms and around 1,000 square kilometers in the Raqqa countryside.",
        "110-110 settlement recaptured by SDF, 1000-1000 km2 recaptured by SDF",
    ),
    (
        "The military spokesman said troops had reclaimed 11 LGs in Adamawa, Borno and Yobe in six weeks.",
        "11-11 lga recaptured by troops",
    ),
    (
        "Ethiopian federal troops re-entered Lalibela and 10 other towns on 1 December. The prime minister returned to Addis Ababa.",
        "10-10 town recaptured by Ethiopian federal troops",
    ),
    (
        "GNA forces shelled the LNA and recaptured six towns along the coast in a matter of hours.",
        "6-6 town recaptured by GNA forces",
    ),
    ("An area of 2,400 hectares around the dam was cleared of rebels.", "24-24 km2 recaptured"),
    (
        "The army says it controls all 25 districts of the capital, but residents said rebels still held four.",
        "25-25/25 district controls by army, 4-4 district controls by rebels",
    ),
    (
        "Two of the six districts the government had promised to retake by April are back in its hands.",
        "2-2/6 district recaptured",
    ),
    (
        "The rebels' advance over the past ten days has delivered them 17 settlements along the river, a Western diplomat said.",
        "17-17 settlement gained by rebels",
    ),
    (
        "The General Staff confirmed the loss of four settlements near Kurakhove but denied that the town itself had fallen.",
        "4-4 settlement lost",
    ),
    (
        "Russia's defence ministry reported that units of the Centre group had liberated six populated localities between 3 and 9 February.",
        "6-6 settlement recaptured by units",
    ),
    (
        "Russian forces currently occupy 18.9 percent of Ukraine, or about 114,000 square kilometers, according to DeepState.",
        "18.9-18.9 percent_territory controls by Russian forces, 114000-114000 km2 controls by Russian forces",
    ),
    (
        "Since the incursion began on August 6, Ukrainian units have advanced 35 kilometers and taken 1,263 square kilometers of Russian territory and 93 settlements.",
        "1263-1263 km2 gained by Ukrainian units, 93-93 settlement gained by Ukrainian units",
    ),
    (
        "Moscow's troops gained just 12 square miles in March, the slowest pace in a year.",
        "31.08-31.08 km2 gained by Moscow's troops",
    ),
    (
        "The RSF, which lost Wad Madani in January, still holds parts of eight states.",
        "8-8 state controls by RSF",
    ),
    (
        "As of 1 July, the movement claimed 150 districts; independent trackers put the figure at 104.",
        "150-150 district controls by movement, 104-104 district controls by movement",
    ),
    ("A dozen districts are now run by shadow governors of the Taliban.", "12-12 district controls"),
    (
        "Malian soldiers and Wagner fighters entered Kidal on 14 November and have since retaken three more towns in the north.",
        "3-3 town recaptured by Malian soldiers",
    ),
    (
        "The army was driven out of six villages in Kalehe but recaptured two of them the next day.",
        "6-6 village lost by army, 2-2/6 village recaptured by army",
    ),
    (
        "Clashes were reported in 10 localities of Ituri between Monday and Wednesday.",
        "10-10 locality contests",
    ),
    ("An estimated 300,000 people fled 17 villages in Fizi.", ""),
    ("THE ARMY RETAKES FOUR TOWNS IN MOUNT SINJAR", "4-4 town recaptured by ARMY"),
    ("Peshmerga Recapture Seven Villages Near Kirkuk", "7-7 village recaptured by Peshmerga"),
    (
        "Iraq's prime minister announced that the security forces had freed 90 per cent of west Mosul.",
        "90-90 percent_territory recaptured by security forces",
    ),
    (
        "Coalition officials said the militants had been left with only 4,000 square miles, from 35,000 at their peak.",
        "10360-10360 km2 controls by militants",
    ),
    (
        "Turkey-backed rebels claimed on Sunday that they had seized 11 villages in the Afrin pocket; the YPG confirmed the fall of only four.",
        "11-11 village gained by Turkey-backed rebels, 4-4 village lost",
    ),
    (
        "The 58 Division brought another 20 square kilometres under its control.",
        "20-20 km2 gained by 58 Division",
    ),
    (
        "The insurgents' shadow administration collects taxes in at least 22 districts.",
        "22- district controls by insurgents",
    ),
    (
        "Roughly 8,000 acres of farmland were recaptured from the militia, the army said.",
        "32.3749-32.3749 km2 recaptured",
    ),
]

# Each of these needs a rule that no other sentence of the project needs.
NEEDED: list[tuple[str, str]] = [
    ("Nine villages were drawn into the rebels' orbit.", "9-9 village gained by rebels"),
    ("The army was able to retake nine towns.", "9-9 town recaptured by army"),
    ("The U.S. Army retook nine towns.", "9-9 town recaptured by U.S. Army"),
    (
        "Rebels, holding three districts, took nine towns.",
        "3-3 district controls by Rebels, 9-9 town gained by Rebels",
    ),
    (
        "Rebels, driven from three towns, took nine villages.",
        "3-3 town lost by Rebels, 9-9 village gained by Rebels",
    ),
    (
        "The army took two towns, officials said, nine villages and a dam.",
        "2-2 town gained by army, 9-9 village gained by army",
    ),
    ("By June the rebels' tally had reached 14 towns.", "14-14 town controls by rebels"),
    ("Nine towns know only rebel rule.", "9-9 town controls by rebel"),
    ("The rebels plan the capture of nine towns.", ""),
    ("The army holds half of the post-2020 zones.", "50-50 percent_zone controls by army"),
    ("The front holds nine towns (1955: 10.3 million).", "9-9 town controls by front"),
    ("Nine villages lie in the grey zone.", "9-9 village contests"),
    ("Nine districts are under the council.", "9-9 district controls by council"),
    ("Rebels captured one village elder.", ""),
    ("The army pulled its 2,500 remaining troops from nine towns.", "9-9 town lost by army"),
    ("The east has 13 districts, the west nine.", "13-13 district controls, 9-9 district controls"),
    ("The insurgents hold several dozen villages.", "24-99 village controls by insurgents"),
    ("The rebels control 200+ villages.", "200- village controls by rebels"),
    ("The rebels hold at least four, possibly five, towns.", "4- town controls by rebels"),
    ("The militants control 59 percent of the population.", "59-59 percent_population controls by militants"),
    (
        "The militia controls 40 percent of the country's 407 districts.",
        "40-40/407 percent_district controls by militia",
    ),
    (
        "The army's share of the territory fell from 40 percent to 10.",
        "40-40 percent_territory controls by army, 10-10 percent_territory controls by army",
    ),
    ("The insurgents are seizing five districts a day.", ""),
    ("The envoy visited one of the 19 towns the rebels hold.", "19-19 town controls by rebels"),
    ("Rebels took 12 towns, nine in ten days.", "12-12 town gained by Rebels, 9-9 town gained by Rebels"),
    ("The rebels added five towns to their territory.", "5-5 town gained by rebels"),
    ("From 11 towns in May, their reach has grown to 26.", "26-26 town contests"),
    ("The rebels avoided entering four villages.", ""),
    ("The army withdrew without retaking three towns.", ""),
    ("The group has influence over 12 districts.", "12-12 district contests by group"),
    ("The gangs exert influence over nine towns.", "9-9 town contests by gangs"),
    ("Rebels still occupied six of the 12 districts.", "6-6/12 district controls by Rebels"),
    ("Raiders overran four garrisons and two towns.", "2-2 town gained by Raiders"),
    ("The rebels had by now captured nine towns.", "9-9 town gained by rebels"),
    ("Opposition parties took 31 of 47 provinces in the regional vote.", ""),
    (
        "At its height the caliphate ruled over nearly a third of Syria.",
        "33-33 percent_territory controls by caliphate",
    ),
    ("Nine towns had been free of gang violence since March.", ""),
    (
        "The group currently controls 37 districts, contests 200, and claims to control two more.",
        "37-37 district controls by group, 200-200 district contests by group, 2-2 district controls by group",
    ),
]
