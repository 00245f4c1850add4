"""Sentences in the wording of news, made for these tests, with the statements each makes; about a third make none.

A row: letters of the statements it makes, after a stroke those it may be read as making besides, and the sentence.
"""

from __future__ import annotations

TAGS = {
    "L": "losing_momentum",
    "G": "gaining_momentum",
    "D": "losing_ground",
    "R": "regained",
    "N": "cannot_capture_city",
    "W": "will_capture_city",
    "V": "will_recapture",
    "E": "low_effectiveness",
    "C": "ceasefire",
    "T": "talks_planned",
    "B": "border_crossings",
}
ROWS = """\
L | The Sudanese army's push toward El Fasher has slowed to a crawl since the rains began, two aid officials said.
L | Russian offensive operations near Kupyansk have likely culminated, the institute assessed on Tuesday.
L | Analysts warn that the junta's dry-season campaign could run out of steam before the monsoon.
L | Houthi offensives on the Red Sea coast have faltered after weeks of coalition air strikes.
L/D | The rebels, once on the march across the north, are now on the back foot.
L | The tempo of Russian assaults around Lyman dropped sharply in the second half of the month.
L | "Their advance is slowing, and they know it," the defence minister told parliament.
L | Counteroffensive Stalls as Minefields Take Their Toll
L | After a promising start, the government operation in Lower Shabelle has lost impetus.
L | The insurgency shows signs of exhaustion, a Western diplomat in Bamako said.
L | A slowdown in the Tigrayan advance was visible on satellite images by early November.
L | Heavy losses among officers have blunted the offensive, the general staff said.
L | M23's march on Uvira has been halted by heavy shelling from the hills.
L | Ukrainian forces are advancing more slowly than planned in the Zaporizhzhia direction.
L | The drive on the port has bogged down in the suburbs, where every street is mined.
L | The offensive will probably grind to a halt once the autumn mud sets in, a NATO official said.
L | With no reserves left, the attackers are treading water on the eastern bank.
L | What was billed as a lightning campaign has turned into a war of attrition.
L | The front has barely moved in six weeks, and neither side can break the deadlock.
L | The group's expansion has lost pace since its financier was killed in March.
L | Military observers see a waning of rebel momentum in Hama province.
L | The rate of advance has decreased from about four kilometres a day to less than one, the monitor said.
L/D | The jihadists suffered a string of setbacks in Cabo Delgado over the summer.
L | Haftar's forces have struggled to make headway in the southern districts of the capital.
L | The Arakan Army's momentum is fading, according to a security consultancy in Bangkok.
L | Russian forces will likely be unable to sustain the current pace of offensive operations through the winter.
L | The battle for the refinery settled into a stalemate within days.
L | Officials privately concede that the campaign is behind schedule.
L | Progress on the southern axis has been slower than commanders had hoped.
L | Wagner's attacks in the area are petering out for lack of shells.
L | The advance ground to a standstill at the river after the bridges were blown.
L | Fighters said the assault had run into trouble and that reinforcements never came.
L | Taliban Blitz Loses Steam Outside Provincial Capitals, Officials Say
L | Azerbaijani forces paused their offensive after taking the heights.
L/N | The thrust towards Goma failed to gain traction and was called off on Sunday.
L | The offensive has run its course, said a retired colonel who follows the war.
G | The resistance has the momentum, and the generals know it.
G | Momentum has swung decisively to the government since the fall of the border crossing.
G | Russian forces accelerated their advance southwest of Pokrovsk in October.
G | The rebels' lightning advance stunned diplomats in the capital.
G | Government troops are closing in on the last rebel pocket after a week of rapid gains.
G | The RSF swept across Gezira in December as army units melted away.
G | The pace of the Syrian army's advance has quickened since air cover returned.
G | The insurgents have gained the upper hand in most of the eastern hills.
G | The Three Brotherhood Alliance made sweeping gains along the Chinese frontier.
G | Jihadist attacks have intensified and the group is expanding southward towards the coast.
G | A string of victories has emboldened the militia, analysts say.
G | The militants are advancing rapidly through the coffee country, a bishop said.
G | The offensive is gathering pace, the ministry of defence in London said in its daily update.
G | Rebel forces have seized the initiative along the whole southern front.
G | The balance of power has shifted in favour of the ethnic armies.
G | Nothing seems able to stop the rebel march on the capital, one envoy said.
G | The speed of the Taliban advance has caught even its own commanders by surprise.
G | Ukrainian Army Regains Momentum in the South, Commander Says
D | The junta is losing its grip on the western hills.
D | The army has been driven from most of the Kachin jade belt.
D | Loss of territory has cost the caliphate much of its oil revenue.
D | SDF fighters withdrew from the eastern neighbourhoods overnight, residents said.
D | Al-Shabaab has been pushed out of the towns along the Shabelle river.
D | Under pressure, the Tigers fell back to the lagoon.
D | The group's once vast territory has shrunk to a strip of desert near the Iraqi border.
D | Government soldiers abandoned positions in the north-east after running short of ammunition.
D | Armenian troops pulled back from the heights above the town, the ministry admitted.
D | The regime ceded large tracts of Deir ez-Zor without a fight.
D | Territorial losses in Kharkiv have embarrassed the Kremlin.
D | The Houthis were forced to retreat from the outskirts of Marib.
D | Boko Haram has been confined to a few islands in Lake Chad, the president claimed.
D | The rebels have been dislodged from their strongholds in Hiran by clan militias.
D | Kyiv's forces are giving ground in the east, village by village.
D | Malian troops and their Russian partners are in retreat after the ambush at Tinzaouaten.
D | Rebel territory in Afar continues to shrink.
R | The army took back the airport on Friday after two days of fighting.
R | Loyalists recaptured Palmyra with the help of Russian aircraft.
R | The Iraqi prime minister announced the liberation of Tal Afar.
R | Government forces have wrested back control of the highway.
R | The recapture of the garrison town came after a night of shelling.
R | The presidential palace is back under army control, state television reported.
R | Ethiopian troops reclaimed Lalibela from the rebels.
R | Kurdish fighters won back ground lost in the autumn.
R | Army Retakes Key Town in Gezira
R | Somali soldiers, supported by local militia, re-entered the town and reclaimed it.
R | The government has restored its authority over the border districts, the governor said.
N | The group does not have the manpower to take Kabul, the intelligence chief said.
N | Rebel forces are unlikely to capture Bangui before the election, diplomats believe.
N | Without artillery the separatists have little chance of seizing the regional capital.
N | Russian forces will not be able to encircle Pokrovsk this year, the assessment says.
N | They lack the numbers to storm Mogadishu, an African Union officer said.
N | JNIM is incapable of capturing and holding a city the size of Bamako.
N | "They will never take Tripoli," the mayor of Misrata said.
N | An assault on Aden is beyond their means, according to Saudi officials.
N | The rebels have so far failed to take the city of Mekele.
N | It is doubtful that the LNA can seize the Libyan capital.
W | The Taliban could take Kabul within ninety days, according to an intelligence estimate.
W | Mandalay may fall before the end of the year, a resistance commander predicted.
W | Russian troops are poised to capture Chasiv Yar.
W | Officers fear the fall of El Obeid is only a matter of time.
W | The rebel spokesman vowed that his men would be in Damascus by Friday.
W | The insurgents are preparing to storm the provincial capital, residents said.
W/G | The fall of Lashio appears imminent.
W | The capital is likely to be overrun within weeks unless help arrives.
V | The president promised to liberate every inch of occupied land.
V | Kyiv is determined to take back Crimea, the adviser said.
V | The army plans to recapture Wad Madani before the dry season.
V | A government counterattack aimed at retaking the town is under way.
V | "We will return to our towns and free them," the exiled governor pledged.
V | A counteroffensive to win back the lost towns is expected next month.
E | Morale among the conscripts has collapsed, two deserters told the radio.
E | Many units are understrength and poorly led, the inspector general found.
E | Afghan forces melted away as the insurgents approached.
E | Mass desertions have hollowed out the garrison.
E | The Congolese army is badly equipped, rarely paid and prone to flee.
E | Combat effectiveness of the naval infantry brigade has been severely degraded.
E | The local police are no match for the gunmen, a senator said.
E | Junta soldiers are surrendering in droves.
C | The two sides agreed to a 72-hour humanitarian ceasefire starting at dawn.
C | A truce brokered by Ankara took effect at midnight.
C | Both armies will stop fighting under the deal signed in Pretoria.
C | The rebels declared a unilateral ceasefire on Monday.
T | Talks between the government and the FARC are due to resume in Havana next week.
T | Envoys from both sides will meet in Jeddah on Thursday.
T | A fresh round of negotiations is planned for early March in Doha.
B | Some 300 Afghan soldiers fled across the border into Tajikistan.
B | Fighters are slipping over the frontier into Niger, a UN report says.
B | Opposition forces seized the Bab al-Salam border crossing.
 | The coalition ruled out a ceasefire while hostages were held.
 | Kyiv rejected the truce proposal as a trick.
 | A ceasefire is unlikely before spring, the envoy said.
 | There is no ceasefire in sight, according to diplomats in Geneva.
 | The guerrillas said they would not give up the armed struggle.
 | The reform drive has stalled in the senate.
 | Peace talks have stalled over the question of prisoners.
 | Her election campaign is losing steam, pollsters said.
 | The central bank's fight against inflation is losing momentum.
 | The new laws against kidnapping have proved ineffective.
 | He found the defenders twice as admirable as their generals.
 | The airline lost control of its costs.
 | Rebels fired rockets at the airport on Sunday, wounding four.
 | The vaccination campaign slowed in the second quarter.
 | The government lost a vote of confidence on Tuesday.
 | Traffic on the highway slowed after a lorry overturned.
 | The president withdrew from the treaty in June.
 | The minister withdrew his remarks about the army.
 | The economy regained strength in the third quarter.
 | Four peacekeepers were killed when their convoy was attacked near the town.
 | The army said it had killed 40 militants in the operation.
 | Residents fled the fighting and are sheltering in schools.
 | The police recovered the bodies of two hikers.
 | The rebels hold the north and the government the south.
 | Prices of cooking oil doubled during the siege.
 | The offensive began at dawn on Monday.
 | The president visited troops near the front line.
 | A drone struck an oil depot in the city.
 | The militants seized a road leading to the mine.
 | Fighters took hostages in the village and withdrew the money from the bank.
 | The government launched an offensive against the jihadists in May.
 | The parties will meet voters in the capital next week.
 | Lawmakers are planning talks on the budget.
 | Aid convoys crossed the bridge on Sunday.
 | Customs officers at the port went on strike.
 | The footballers lost ground in the league.
 | The ruling party is losing ground in the polls.
 | The coach hopes to recapture the form of last season.
 | The city recovered quickly from the flood.
 | The group has claimed responsibility for the bombing.
 | The talks lost momentum after the ambassador left.
 | The defence minister will take the floor in the capital on Monday.
 | He said the army had the means to defend the city.
 | The dam could fall victim to neglect.
 | The company plans to take over the city's bus network.
 | The general was unable to attend the ceremony in the capital.
 | The state has no money to hold elections in the cities.
 | The column halted for the night at a petrol station.
 | The committee's work has slowed to a crawl.
 | A truce between the two party factions collapsed.
 | The hospital has run out of fuel.
 | The mediator lost patience with both delegations.
 | Soldiers and officials fled the earthquake zone in panic.
 | Low rainfall has weakened the harvest in the northern districts.
 | The ministry expects growth to accelerate next year.
 | The militia is trained and paid by a neighbouring state.
 | Shelling of the port continued for a third day.
 | His lawyers withdrew from the case.
 | The air force struck targets around the border town.
 | Tens of thousands gained access to clean water in the district.
L | The paramilitary push on the refinery town has fizzled, army officers told the agency.
L | After six weeks the siege force is making barely any progress, satellite analysts said.
L | ISW assesses that the Russian effort to envelop the city will likely culminate before the end of the month.
L | The rains have slowed the Fano advance to a trickle.
L | Commanders admit the summer campaign never regained its early tempo.
L | The pace of village captures has dropped by half since September.
L | Rebel Advance Falters Amid Ammunition Shortage
L | The group's offensive potential is largely spent, the intelligence directorate wrote.
L | Neither army has been able to advance more than a few hundred metres since March.
L | "The momentum they had in the spring is gone," the ambassador said.
L | Their advance could stall once they reach the escarpment, the analyst cautioned.
L | Drone strikes have brought the column's advance to a stop outside the mining town.
L | Russian gains have slowed considerably since the onset of the thaw.
L | The insurgents appear to be losing steam after a year of relentless raids.
L | The invasion has turned into a costly slog.
L/D | Government troops were thrown onto the defensive by the surprise attack.
L | A lack of fuel has forced the armoured brigades to pause their drive on the capital.
L | Progress is slow and casualties are heavy, a medic near the front said.
G | The northern alliance has gained momentum since the defection of two generals.
G | Towns are falling to the rebels faster than anyone predicted.
G | The militia's rapid advance through the delta has alarmed neighbouring states.
G | Russian forces are advancing at their fastest rate since 2022, according to the monitors.
G | The tide of the war is turning in the army's favour, the prime minister said.
G | The jihadists have stepped up the tempo of their offensive.
G | RSF Makes Rapid Gains in Kordofan
G | The rebels are on a roll, with a series of victories in the past fortnight.
D | The Islamists have lost most of the countryside they once ruled.
D | The army was forced out of its last base in the state.
D | Troops pulled out of the border town under cover of darkness.
D | The militia's grip on the gold fields is weakening.
D | Clan fighters drove al-Shabaab from a string of hamlets along the river.
D | The warlord's fiefdom has shrunk to a handful of valleys.
D | The garrison retreated to the far bank of the river, the mayor said.
D | Separatists were pushed back from the ring road, the police chief said.
R | The army is back in control of the television building, its spokesman said.
R | Ukrainian troops have retaken Robotyne, the deputy minister announced.
R | State media said the town of Saraqib had been recaptured.
R | Government forces have won back the dam and the road leading to it.
N | The insurgents cannot take Maiduguri with the men they have, the colonel said.
N | An attack on the capital remains beyond the rebels' capability, diplomats say.
N | The army says the militants will never set foot in the provincial capital, let alone hold the city.
N | The junta is unlikely to retake Laukkai or to seize any of the big cities in the north.
W | The rebels could overrun Goma within days, aid groups warned.
W | Sanaa will fall by summer, the exiled president predicted.
W | Intelligence services believe the separatists intend to seize the port city.
V | The cabinet approved a plan to recapture the occupied districts.
V | "We shall take back every village," the commander vowed.
V | Baghdad has pledged to liberate Mosul by the end of the year.
E | Troops at the outposts complain of poor morale and unpaid wages.
E | The presidential guard is undermanned and badly trained, the audit found.
E | Whole battalions have defected, deserters said.
E | The army lacks discipline and cohesion, a former adviser wrote.
C | The warring parties signed a ceasefire in Nairobi on Friday.
C | A truce has been holding along the frontier since Sunday.
T | The rebels and the government are scheduled to hold talks in Luanda on 15 April.
T | The next round of peace talks will take place in Oslo.
B | Dozens of policemen crossed the border to escape the militants.
 | The rebels denied that they had agreed to a ceasefire.
 | The foreign minister dismissed talk of a truce as premature.
 | Mediators called on both sides to observe a ceasefire during the harvest.
 | A shell hit the market, killing eleven people.
 | The general said his troops had killed 70 insurgents and captured a quantity of arms.
 | The prime minister lost his parliamentary majority.
 | Negotiations on the hostage exchange have bogged down.
 | The legislation stalled in committee for a third year.
 | Coffee exports gained momentum in the second half of the year.
 | The striker regained his place in the team.
 | The guerrillas refused to give up their weapons.
 | Electricity was restored in most of the city on Tuesday.
 | The police took control of the demonstration and arrested twelve students.
 | The movement was founded in 1994 by seminary students.
 | The river fell by two metres and traffic resumed.
 | The army spokesman declined to comment on reports of an attack.
 | Soldiers distributed food in the villages hit by the cyclone.
 | The government announced a campaign against malaria.
 | The union withdrew from the wage talks.
 | The militants attacked a convoy on the road to the border town.
 | An air raid destroyed a bridge on the main supply route.
 | The opposition hopes to capture the capital's mayoralty in the election.
 | Thousands of families have fled the fighting in the west of the country.
 | The commander was killed in a clash with the police.
 | Two soldiers were wounded when their patrol hit a mine.
 | The embassy will move to the capital next year.
 | The court ruled that the minister must give up his second post.
 | Observers say the vote lacked credibility in the northern districts.
 | The president's popularity has collapsed since the scandal.
 | Both teams lost ground on the leaders.
 | The new governor took over the province on Monday.
 | The rebels hold a strip of land along the border, as they have for years.
 | Fierce fighting was reported in the eastern suburbs.
 | Aid agencies suspended operations in the camp.
L | Three weeks in, the army's push towards the river has bogged down in the marshes, two foreign officials said.
L | What had begun as a lightning thrust by the northern militias has settled into trench warfare.
L | The rebels' drive on the coast has all but run its course, according to a research group.
L | With supply lines stretched, the brigades have been unable to keep up the tempo of their August offensive.
L | The governor's forces have little to show for a five-month campaign in the highlands.
L | The advance, which covered 40 miles in its first week, has slowed to a few hundred yards a day.
LN | Analysts expect the assault to peter out before the insurgents reach the provincial capital.
L | The insurgents are now on the back foot after a failed attack on the garrison town of Belk.
L | After months of heavy losses, the separatists' summer campaign is faltering, the ministry said.
L | Progress has been painfully slow, a senior commander conceded on Thursday.
L | Momentum has shifted away from the junta, a diplomat in the capital said.
G | The rebels have picked up speed since crossing the Orta river, taking one hamlet after another.
G | The tide of the war has turned in the government's favour, the report says.
G | Government troops made sweeping advances over the weekend along the southern highway.
G | Towns in the valley are falling to the militia in quick succession.
G | The alliance has the initiative along the whole of the eastern front, the institute assessed.
D | The paramilitaries have been driven out of most of the towns they overran last spring.
D | Government control over the countryside has steadily eroded since January, the inspector wrote.
D | The militants pulled out of several villages near the dam overnight, residents said.
D | The junta is losing its grip on the borderlands.
D | The group, which once ruled half the province, is now confined to a strip of hills.
D | Loyalist units abandoned their positions along the ridge and fell back to the river.
R | The army has won back much of the terrain it gave up in the autumn, according to local officials.
R | Federal troops re-entered the town of Marra on Sunday, three months after they had been forced out.
R | A counter-attack by the garrison restored government control of the western suburbs.
N | The militants lack the heavy weapons needed to storm the city, a western official said.
N | The general's troops are unlikely to be able to take the port before winter, the memo concludes.
W | The rebels could overrun the capital within weeks, intelligence officials warned.
V | The prime minister vowed that the lost districts would be taken back.
E | Many army units are understrength and poorly led, and soldiers are deserting by the hundred.
E | Morale among the conscripts has plummeted, according to intercepted calls.
R | Pro-government fighters have reclaimed a string of mountain villages.
 | The company's expansion into the region has stalled amid weak demand.
 | The rebels denied that their offensive had lost momentum.
 | The army captured two districts on Tuesday.
 | The minister said talks on a new trade agreement had ground to a halt.
 | Relief convoys withdrew from the town after shells hit the main road.
 | The president urged all sides to resume negotiations.
 | The campaign for the governorship has gained momentum in rural counties.
 | The air force struck an ammunition depot east of the city on Friday.
 | The team lost ground in the league after a string of defeats.
 | Heavy rain slowed traffic on the road to the capital.
 | The brigade was formed in 2014 and recruits mostly in the south.
/L | Before the offensive stalled, the rebels had said they would march on the capital.
L | Diplomats say the northern offensive has hit a wall.
L | The spring campaign has been a disappointment so far, western officials privately admit.
L | The attackers' rate of progress has fallen by half since the first week of August.
L | A shortage of shells has put the brakes on the army's advance.
L | After capturing the crossroads, the brigade has not moved any farther.
L | The siege has dragged on for seven months with no end in sight.
L | Front lines in the region have hardened since the autumn.
L | Neither side has made significant gains since June.
L | The coalition's once rapid advance is now measured in metres.
L | The movement's northern drive, analysts say, may be nearing exhaustion.
L | The militants are struggling to regain the initiative after their defeat at Orsk.
G | The insurgents' advance has caught the government off guard with its speed.
G | Village after village has fallen to the rebels since Monday.
G | The army is making steady headway toward the eastern border.
G | Their breakthrough at the bridge allowed the rebels to race south almost without a fight.
G | The pendulum has swung in favour of the government, a retired general wrote.
G | Buoyed by recent victories, the front is now advancing on several axes at once.
D | The militia has surrendered its last foothold on the coast.
D | Under heavy shelling, defenders gave way and retreated across the canal.
D | The territory under the sultan's control has been cut in half over the past year.
D | The army conceded that it had abandoned the border town of Sela.
D | One by one, the group's strongholds in the hills have been taken from it.
LD | The rebels have been forced onto the defensive and are giving up ground in the west.
R | Soldiers raised the flag over Marra again on Thursday after expelling the militia.
R | Government forces are back in control of the provincial hospital district and the main market.
R | The army has recovered territory lost in last year's rout, the spokesman claimed.
R | The town changed hands for the third time as loyalists took it back.
N | Without air power, the rebels have no hope of seizing the capital, the analyst argued.
N | The marshal does not have enough men to storm a city of that size.
N | It is doubtful that the insurgents can take the regional capital.
W | The fall of the city is only a matter of days, a resident told the agency.
W | Rebel commanders say they will enter the capital before the end of the month.
V | We will take back every inch of our land, the president told troops.
V | The general staff is preparing a counter-attack to recapture the northern towns.
E | The brigade is short of officers and its soldiers have not been paid for months, which has sapped morale.
E | Whole units of the army have melted away in the face of the advance.
E | Local police are badly trained and often refuse to fight.
 | Negotiations have stalled over the release of prisoners.
 | The bank lost ground to its rivals last quarter.
 | The garrison received new uniforms in March.
 | The drive to vaccinate children has slowed because of fighting near the clinic.
 | Two soldiers were killed when their vehicle hit a mine outside the city.
 | The general denied that his forces had retreated from the ridge.
T | Rebel leaders will meet the mediator in the capital on Friday.
 | The march for peace drew thousands to the city centre.
 | The president lost control of parliament in the vote.
 | Aid workers regained access to the camp on Tuesday.
 | If the offensive slows, the army will send its reserves.
 | The general's memoirs describe how his army retook the city in 1974.
 | Officials say the rebels have no plans to stop their advance.
L | The institute assessed that northern forces have likely culminated short of their operational objectives.
L | Mounting casualties are sapping the strength of the offensive, the assessment said.
L | The junta's effort to reopen the highway has made little progress since mid-January.
L | Fighting around the bridgehead has settled into a stalemate.
L | Government operations in the delta remain stalled, a UN panel reported.
L | Attacks have become less frequent and smaller in scale, suggesting that the insurgents are running low on men.
L | The much-heralded push on the oil fields fizzled within days.
L | Officials concede that the operation has yet to yield results.
L | Offensive loses steam as winter sets in
LN | The northern drive has ground to a halt and the rebels are unlikely to capture the regional capital this year.
G | The militants have been emboldened by a string of victories along the lake.
G | The offensive has gathered pace since the fall of the garrison at Dorn.
G | Rebel forces advanced rapidly along both banks of the river on Sunday.
G | For the first time in two years the government has the upper hand.
G | Their gains have come with startling speed.
D | The rebels announced a tactical withdrawal from the town of Osk.
D | Army units have pulled back from forward positions on the eastern bank.
D | The jihadists have been pushed out of the oil fields and into the desert.
D | The regime no longer controls most of its border with its eastern neighbour.
D | The separatists' territory has shrunk to a few pockets in the mountains.
D | The army has ceded large parts of the countryside to the insurgents.
R | Fighters loyal to the government retook the airport after two days of street battles.
R | The military said it had reestablished control over the town of Lomba.
D/R | Security forces cleared the rebels from the town and reopened the market.
N | The offensive is unlikely to reach the city before the rains.
N | Three attempts to storm the provincial capital have failed.
N | The militants do not have the numbers to hold a large city, the envoy said.
W | The insurgents are poised to seize the northern capital.
V | The government has promised to liberate the occupied districts.
E | Desertions and low morale plague the garrison.
E | The army is overstretched and short of ammunition, two officers said.
E/D | Soldiers fled their posts without firing a shot.
 | The two sides exchanged prisoners on Friday.
 | A ban on exports has slowed the recovery of the farm sector.
 | The rebels reject the charge that they shelled the market.
 | The party lost ground in the municipal elections.
 | The convoy was stopped at a checkpoint on the road to Lomba.
 | The commander said his men were ready to defend the city.
 | The currency regained some of the value it lost in spring.
 | The ministry has no information on the fate of the missing soldiers.
L | The rebels' drive has lost its sting.
L | The offensive is running short of men.
L | Heavy fire broke the back of the offensive.
L | Airborne troops stopped the rebel onslaught at the canal.
L | Minefields cut the pace of the brigades.
L | The intensity of the fighting has dropped.
L | Snipers slowed the attackers at the bridge.
L | The bombing prevented the front from launching a new offensive.
L | The general called off the assault on the port.
L | The pace of the brigades is sluggish.
L | The garrison's sorties lack momentum.
L | The brigades are nearing culmination.
L | The offensive moves more slowly now.
L | The rebels advance less quickly than in May.
L | The militia no longer moves as quickly.
L | The brigades could not gain any traction.
L | The brigades are unable to advance.
L | The militia is on the ropes.
L | The militia is running on empty.
L | A run of setbacks for the militia began in May.
L | Momentum is shifting away from the militia.
L | The tide has turned against the militia.
L | The front lines have shifted little since May.
G | The momentum of the brigades has picked up.
G | The momentum now lies with the militia.
G | The momentum is on their side, the colonel said.
G | The army is struggling to stop the onslaught.
G | The brigades made further gains in the valley.
G | The brigades are rapidly expanding their bridgehead.
G | The brigades advanced deeper into the valley.
G | The militia is on the march again.
G | The militia gained ground along the river.
G | The militia made inroads in the valley.
G | It is the fastest advance of the war, the colonel said.
G | The brigades are swiftly capturing villages.
G | There is a shift in momentum on the front.
G | Garrisons are falling one after another to the militia.
G | The towns fell one by one to the militia.
G | Towns fell at a pace faster than any general had feared.
G | The militia holds twice the territory it had in May.
D | The junta lost control over the valley.
D | Soldiers fled towards the river.
D | The militia is on the run.
D | The junta's territory is down from half of the country to a corner.
D | The junta rules a corner of the land, down from half of it.
D | The junta has only a strip of territory left.
D | The junta is reduced to holding the port.
R | Hill villages recaptured from the militia were searched.
R | The army gained back the valley.
R | The army wrested the valley back from the militia.
N | The garrison cannot take the port.
N | The capital is beyond the reach of the militia.
N | The capital is unlikely to fall to the militia.
N | The capital will not fall, the colonel said.
N | The militia is too weak to take the capital.
W | The capital could soon fall to the militia.
W | The capital will be in rebel hands by June.
W | It is a matter of time before the capital falls.
W | The capital is on the brink of collapse.
W | The fall of the capital is likely, the colonel said.
E | The garrisons are unfit to fight.
E | Conscripts desert in the hills.
E | The guards are prone to flee.
E | The battalions are at half strength.
E | There is a lack of discipline in the brigades.
E | The conscripts have no stomach for the fight.
E | The demoralised garrison waited.
E | The collapse of the army came as a shock.
E | The raid was a blow to the morale of the garrison.
E | The brigades have morale problems.
E | There is trouble with discipline in the brigades.
E | The army's defences crumbled.
E | The conscripts flee when shells fall.
E | Soldiers surrendered en masse.
C | A cease fire went into effect at noon.
C | The sides agreed on a cease fire.
C | The sides agreed to a cessation of hostilities.
C | A cessation of hostilities was agreed.
C | The sides will stop fighting at noon.
C | The militia laid down its arms.
B | Fighters crossed into Kolvan at night.
B | Soldiers were seen at a post on the border.
L | The offensive fell short of its goals.
L | Shelling went on, but its intensity has dropped, the army said.
L | The assault on the port was called off.
L | The pace fell short of the army's plan.
L | The sluggish pace of the brigades was noted.
L | An offensive slowdown set in.
L | The brigades are no longer as fast as they were.
L | The brigades moved slower than expected.
G | The balance now favours the militia.
G | Momentum passed to the militia.
G | The militia made gains in the valley.
G | The brigades steadily advanced.
G | The towns fell so fast that the army had no time to react.
G | The brigades are moving along more quickly.
G | The area under militia control has doubled.
G | The militia captured nine towns in May, up from four in April.
D | The junta's dwindling territory was bombed.
D | The army reversed the militia's gains.
D | The gains of the militia were reversed.
R | The army reversed the occupation of the valley.
N | The militia failed to break through to the capital.
LN | The offensive will culminate before reaching the capital.
W | The militia is preparing to encircle the capital.
L | The stalled offensive left the colonel without a plan.
L | The brigades are losing the initiative.
G | The militia has doubled its territory since May.
G | The front extended its rule from the coast to the hills.
D | Villages in the hills have been seized from the junta.
D | The junta has been reduced to a strip of territory.
V | The minister vowed to win it back.
V | The lost valley will be retaken, the minister vowed.
E | The brigades are not competent, the colonel said.
L | The insurgent offensive in the north is flagging, intelligence officials told reporters.
L | Their advance on the airport has been checked by determined resistance.
L | The ground campaign has yet to achieve any of its stated goals, the think tank wrote.
L | Rebel momentum appears to be ebbing after two failed assaults.
L | The pace of the government's advance slowed considerably in the second week.
L | Heavy snow has frozen the front lines in place.
L | The battle for the port has turned into a grinding war of attrition.
L | The junta's dry-season offensive has so far failed to make headway.
G | The insurgents are advancing on all fronts, a UN official warned.
G | A string of rebel successes has rattled the government.
G | The army has regained the initiative, the defence minister said.
G | The offensive is gaining speed, according to both sides.
G | The militia has overrun one outpost after another since Friday.
D | The army retreated from the northern suburbs under cover of darkness.
D | Rebel-held territory has shrunk dramatically since the bombing began.
D/B | Government forces were forced to withdraw from the border post.
D | The militia lost its last stronghold in the valley, a monitor said.
D | The front has been pushed back to the outskirts of the town.
R | The government says it has retaken the strategic crossroads town of Anbo.
R | Residents said the army had recaptured the bridge.
R | Forces loyal to the council wrested back control of the oil terminal.
N | Without armour they will not be able to take the capital, a colonel said.
N | The rebels are not strong enough to seize the city.
W | The capital may fall within days, the embassy warned its citizens.
V | The army chief promised to recapture every lost village.
E | The police force is poorly equipped and demoralised.
E | Hundreds of soldiers have deserted, and those who remain lack ammunition and food.
DE | Army units collapsed and fled from the town without a fight.
 | The minister welcomed the resumption of flights to the northern city.
 | A fire slowed production at the refinery.
 | Rebel leaders rejected the offer of a ceasefire.
 | The offensive began on 3 May with an artillery barrage.
 | The campaign to eradicate polio has lost momentum.
 | The opposition party regained control of the city council.
 | The army sent reinforcements to the front on Tuesday.
 | The two generals met in the capital.
 | Soldiers are patrolling the streets of the recaptured town.
L | The paramilitary's push towards the refinery is running on fumes, a Western military attache in Port Sudan said.
N | The insurgents do not have the manpower to hold a city of that size, let alone take the capital, the analyst added.
L | Moscow's pace of gains has more than halved since January, the Institute for the Study of War assessed on 3 April.
L | Russian forces made only marginal gains west of Avdiivka over the past week despite heavy losses.
E | Morale in the garrison is at rock bottom, according to two soldiers who deserted last week.
L | After six weeks of fighting, the attackers are out of breath, the governor told AFP.
 | The senator's campaign has stalled in the early primary states, pollsters say.
 | A vaccination campaign against measles has lost momentum in 12 districts since the clinics closed, UNICEF said.
 | Negotiations over the grain corridor have ground to a halt, Turkish diplomats said.
 | The team's title charge ran out of steam in the second half of the season.
 | The bill has stalled in the upper house, where it needs 51 votes.
 | Economic momentum is fading across 20 provinces, the central bank said in its quarterly report.
 | The ruling party lost ground in five provinces in Sunday's local elections.
 | The candidate regained ground after the second debate, a poll of 1,200 voters showed.
 | Russia's air defences downed 38 drones over seven regions overnight, the Defence Ministry reported.
 | Flooding has displaced 42,000 people in 17 villages of Jonglei, OCHA said.
 | WFP distributed rations in 12 of 18 districts of Hajjah governorate last month.
G | Tigrayan forces have seized the initiative and are advancing on three fronts, diplomats in Addis Ababa said.
G | The pace of Russian gains has almost doubled since the fall of Avdiivka.
N | The RSF does not have the strength to storm the city, a humanitarian worker inside El Fasher said.
W | The city could fall within days, the head of the UN mission warned the Security Council.
L | Kyiv's brigades cannot sustain the current tempo of attacks for more than a few weeks, the commander conceded.
 | The army can sustain its current tempo of operations for at least another year, the analyst said.
L | With the onset of the rains, ground operations have come to a virtual standstill.
L | The Syrian rebels' drive on Hama has lost its punch, the newspaper wrote.
E | Desertion is rife in the border units and many soldiers have not been paid since March.
E | Whole companies have refused to go to the front, the lawmaker said.
R | Government troops have clawed back most of the ground they lost in the first week, state television reported.
D | The rebels are giving ground south of the river, a local journalist said.
V | The prime minister has vowed to win back every inch of the occupied valley by the end of the year.
C | The two sides agreed to halt all fighting from midnight local time on Thursday.
 | The foreign ministry ruled out any ceasefire before the rebels withdraw.
T | Delegations from the two sides will meet in Jeddah next week for a second round of talks.
B | Fighters seized the Islam Qala crossing with Iran on Thursday, the third border post to fall in a week.
 | Around 350 soldiers were killed in the battle for three hills, a military tribunal heard.
 | The general has commanded 12 districts' police forces since 2019.
 | Sales of the newspaper have fallen in nine cities, its publisher said.
 | The telecoms operator now controls 40 percent of the market after taking over three rivals.
 | Two villages were named after the commander when the war ended in 1975.
L | Haftar's forces have little to show for two months of fighting on the southern outskirts of the capital.
L | The advance through the northern forests has become bogged down, and supplies are running low.
L | The dry-season offensive fizzled out within a month.
G | One town after another has fallen to the alliance since October, stunning the military.
E | The army's combat power has been badly degraded by two years of attrition, the RUSI report concluded.
 | The telethon for the children's hospital has run out of steam, organisers said.
L | A rebel push on the dam appears to have stalled, the UN force said in its weekly brief.
L | Neither army has been able to break the deadlock along the 1,200-kilometre front.
E | There are mounting signs of poor discipline among the newly mobilised troops.
L | The drive on the capital is running on empty, a diplomat said.
L | The insurgents' push is running out of puff.
L | The junta's campaign is on its last legs.
L | After months of assaults, the brigades are running on fumes.
L | The army looks out of breath, a colonel said.
L | Analysts doubt that the army can sustain its tempo through the winter.
L | It is doubtful whether the rebels can keep up the pace of their attacks.
L | The rebels will not be able to keep up this pace, the institute wrote.
L | The army is struggling to maintain the tempo of its offensive.
L | The pace of the army's gains has fallen by half since June.
L | The rate of Russian advance has roughly halved since November.
L | The pace of gains plunged in March.
L | The speed of the advance has tapered off.
L | The army has made only modest gains since spring.
L | Ukrainian forces achieved just incremental gains along the southern axis.
L | The offensive has yielded little more than a few ruined hamlets.
L | The operation has produced minimal gains at enormous cost.
L | Their gains in the past month have been negligible, the think tank said.
L | The advance has been reduced to a crawl.
L | The advance slowed to a snail's pace after the river.
L | The attackers have hit a wall outside the town.
L | The assault was stopped in its tracks by drones.
L | The march on the capital has been stopped cold.
L | The rebels have lost their momentum, the UN envoy said.
L | Momentum has deserted the rebels.
L | The insurgency is losing its edge.
L | The offensive is flagging.
L | The offensive appears to be losing its way in the marshes.
L | Rebel units can no longer mount large attacks.
L | The army is no longer capable of large-scale offensive operations.
L | The offensive has exhausted itself.
L | The force has exhausted its offensive potential, the general staff said.
L | The offensive has passed its peak.
L | The offensive is past its peak, according to the ministry.
L | The tide has turned against the rebels.
L | Fighting has settled into a stalemate, the monitors said.
L | The war has reached an impasse.
L | The front line has hardly budged since last autumn.
L | The front has not moved in months.
L | Neither side has made significant gains this year.
L | The army has failed to make any headway towards the city.
L | No meaningful progress was made on the northern axis.
L | There has been no progress towards the dam for three weeks, the commander admitted.
L | Attacks on the ridge have all but ceased.
L | Attacks on the town have dwindled to a trickle.
L | The once rapid advance has given way to a slow grind.
L | The insurgents have run into stiff resistance south of the city.
L | Supply problems have slowed the army's push to the border.
L | The offensive has been dogged by shortages of shells.
L | The offensive has failed to live up to expectations.
L | The offensive has achieved none of its aims.
L | The army's advance has come unstuck.
L | Their offensive has been blunted, the spokesman said.
L | The army's drive has all but collapsed.
L | The rebels' advance has stopped dead.
L | The offensive may be nearing its culmination point.
 | The army can sustain its tempo of attacks, the ministry said.
 | The offensive shows no sign of running out of steam.
 | The offensive has not run out of steam, the commander insisted.
G | The pace of gains has tripled since the bridge was taken.
G | The speed of the advance surprised even the commanders.
G | The army made significant gains in the east last week.
G | The army has made its largest gains in a year.
G | The rebels are advancing faster than at any time since 2022.
G | The rate of advance has doubled in a month.
G | Russian forces have stepped up the tempo of their assaults.
G | The insurgents now have the initiative along the whole front.
G | The junta's enemies are on the march.
G | The militia is on a roll, with victory after victory.
G | The momentum is with the rebels.
G | The rebels are making rapid headway.
G | The offensive has gathered pace since the river was crossed.
G | One outpost after another has fallen to the alliance.
G | Towns are falling one after the other.
G | Nothing seems able to stop the rebels' advance.
D | The army is being pushed out of the valley, residents said.
D | The group has been steadily losing ground since March.
D | The junta is ceding ground in the west.
D | The militia's territory has shrunk to a few valleys.
D | The rebels abandoned their positions along the river.
D | The rebels are retreating from the suburbs.
D | The army was forced to give up the high ground.
R | The army has won back the lost ground.
R | The army clawed back territory in the south.
R | Government forces have reasserted control over the port.
V | The president vowed to take back every metre of the lost land.
V | The government pledged to win back the territory by force if need be.
V | The army said it would liberate all occupied districts.
N | The rebels are in no position to take the capital.
N | The rebels lack the numbers to storm the city.
N | The militia cannot hope to hold the city for long.
N | The army is not strong enough to retake the city, analysts said.
N | Seizing the capital is beyond the rebels' means.
N | Taking the city is out of reach for the militia.
W | The capital is about to fall, the ambassador warned.
W | The rebels are expected to take the city within weeks.
W | The city's fall is only a matter of time.
E | Morale among the conscripts is at rock bottom.
E | Morale has hit rock bottom.
E | Morale has collapsed, two officers said.
E | Morale is at an all-time low in the brigade.
E | The army's morale is in tatters.
E | Morale in the ranks is poor.
E | Soldiers are refusing to fight.
E | Several battalions refused orders to attack.
E | Troops are refusing to obey orders, according to the newspaper.
E | The army's fighting power has been degraded.
E | The combat readiness of the brigade is low.
E | The recruits are badly trained and poorly led.
E | Soldiers complained of low pay and poor leadership.
E | Units at the front are exhausted.
E | The army is plagued by desertions.
E | The troops are tired and their morale is sagging.
 | Morale among teachers is at rock bottom, a union survey found.
 | Morale in the team is low after five defeats.
 | The mayor's push for a new stadium has stalled.
 | The president's reelection campaign is running on fumes.
 | The company's expansion has slowed.
 | A drive to register voters has lost steam.
 | The fundraising drive has run out of steam.
 | The legislation ground to a halt in committee.
 | The economy has lost momentum, the finance minister said.
 | The country's economic recovery is faltering.
 | The club's winning run came to a halt on Saturday.
 | The peace process has stalled, the envoy said.
 | Talks on a prisoner exchange have stalled.
 | The reform drive has hit a wall.
 | The Democrats' campaign has gained momentum since the convention.
 | The candidate is gaining ground in the polls.
 | Negotiators made only marginal gains in the latest round.
 | Shares made only marginal gains on Monday.
 | The pace of price rises more than halved in a year.
 | The pace of hiring slowed in March.
 | Construction of the dam has ground to a halt.
 | Traffic ground to a halt on the main highway.
 | The advertising campaign fell short of expectations.
 | The anti-corruption campaign has lost momentum.
 | The vaccine push is faltering in rural areas.
 | The strike by teachers has lost momentum.
 | The literacy drive has stalled for lack of teachers.
 | The union's campaign for higher wages has stalled.
 | The premier's charm offensive has fizzled out.
 | Inflation is gaining momentum.
 | The striker's scoring run has come to an end.
 | The investigation has ground to a halt, prosecutors said.
 | The harvest has been halted by rain.
 | The storm lost strength as it moved inland.
 | The wildfire's advance has slowed, firefighters said.
 | Firefighters halted the advance of the flames near the town.
 | The spread of cholera has slowed since the rains ended.
 | The virus gained ground in five provinces.
 | The rally ran out of steam as oil prices fell.
L | Russian forces have not made any confirmed advances in the Siversk direction since mid-January.
L | The Sudanese army's counteroffensive in Kordofan appears to be losing steam, two diplomats told Reuters.
L | The M23 offensive, which saw the rebels take Goma in days, has slowed markedly, UN experts wrote.
L | A senior Pentagon official said Russia's progress in the Donbas had been slow and uneven.
L | Ethiopian federal troops are advancing far more slowly than the government had promised.
L | What began as a blitzkrieg has become a slog through minefields and mud.
L | Houthi fighters have been unable to advance beyond the city's western outskirts.
L | The drive to encircle the garrison has been brought to a standstill by drones.
L | There are growing signs that Haftar's campaign has run aground.
L | The insurgents' spring offensive got off to a sluggish start this year, NATO said.
G | Syrian rebels swept into Aleppo on Friday, capturing most of the city in hours.
G | Gains by the Arakan Army have come thick and fast since November.
G | The RSF has been on the offensive in White Nile state, seizing a string of villages.
G | Azerbaijan's troops continued their rapid push southwards along the Araks valley.
D | Boko Haram has been pushed out of its last urban strongholds, the Nigerian army said.
D | Al-Shabaab fighters are fleeing towards the coast as clan militias advance.
D | Ukrainian troops have pulled back from positions east of the Oskil river, DeepState reported.
R | Iraqi special forces retook the government compound in Ramadi on Monday.
N | Western officials say Russia lacks the manpower to seize Kharkiv.
W | A U.S. intelligence assessment warned that Kabul could fall within 90 days.
V | Prime Minister Abiy vowed that federal forces would recapture Lalibela and Dessie.
E | Many of the new recruits have never fired a rifle, and officers say discipline is poor.
E | Reports of soldiers deserting their units are multiplying, the think tank said.
E | Pro-government militias are underequipped and their morale is plummeting.
 | Twelve provincial councillors resigned after the governor closed 40 schools.
 | The dam supplies electricity to five provinces and 300 villages.
 | Shares in the Moscow exchange fell 4 percent, and the rouble lost ground against the dollar.
 | Labour has regained control of the council, winning 12 of 14 wards.
 | Arsenal's title challenge has lost momentum after three draws.
 | The campaign for constitutional change has stalled since its leader was jailed.
 | A measles vaccination drive has reached 14 of 18 districts.
 | The bank's push into emerging markets has run out of steam.
L | Russian forces continued offensive operations near Vovchansk but did not advance.
L | Russian forces conducted ground attacks near Kreminna but made no confirmed gains.
L | Ukrainian officials reported that the Russian pace of advance slowed in January compared with December.
L | Russian forces have failed to make operationally significant advances in the area since October.
L | The Russian military will likely struggle to maintain its current rate of advance.
L | The Russian offensive in northern Kharkiv has largely bogged down.
L | The current offensive tempo is likely unsustainable.
L | The losses will likely force Russian forces to take an operational pause.
L | The Russian effort around Pokrovsk may be culminating.
L | The junta's counter-offensive in northern Shan has lost its initial momentum.
L | Resistance advances have slowed as ammunition runs short.
L | The siege has dragged on for eighteen months without a decisive result.
L | Saudi-led forces have become bogged down on the outskirts of Hodeidah.
L | The push towards Hodeidah port was paused in July to give talks a chance.
L | Haftar's promised quick victory has failed to materialise.
L | Three months on, his troops are still stuck on the edge of the capital.
L | After sweeping gains in August, the Taliban offensive has hit its first real obstacle.
L | The insurgents' advance has met its stiffest resistance yet.
L | The offensive has largely petered out, Western officials believe.
L | Kyiv's incursion into Kursk has come to a standstill.
L | ISIS appears to have lost the initiative in Kobani.
L | Mozambique's insurgents are a spent force, the defence minister claimed.
L | The rebel alliance is showing signs of fatigue.
L | Progress in clearing the old city has been painfully slow.
L | Iraqi troops are inching forward street by street.
L | The troops advanced only a few hundred metres in two weeks.
L | Its territorial gains have become smaller and costlier.
L | The army is advancing at a snail's pace.
L | The advance has been grindingly slow.
L | The breakneck pace of early August has eased.
L | The pace of territorial change has slowed considerably since March, ACLED data show.
L | The conflict has settled into a grinding stalemate.
L | Neither the army nor the paramilitaries appear able to land a decisive blow.
L | Neither side looks capable of winning outright.
L | The frontline has frozen along the river.
L | The war has entered a period of attrition.
L | The winter campaign did not achieve its objectives, the British defence ministry assessed.
G | Russian forces have recently made tactically significant gains in the area.
G | The pace of Russian advances accelerated in November.
G | The rebels are making steady progress towards the provincial capital.
G | Resistance forces have scored a series of battlefield successes.
G | The M23 rebels are advancing on several fronts in South Kivu.
G | The paramilitary group has made sweeping gains in Darfur.
G | Rebel fighters are closing in on the airport.
G | The initiative has passed to the government side.
G | The Arakan Army has overrun base after base since November.
G | The insurgency is spreading to coastal states.
G | District after district has fallen with barely a fight.
G | The Taliban's lightning advance has stunned Washington.
G | Opposition forces made swift advances in the countryside.
G | The army is on the front foot for the first time in a year.
G | The army is pressing its advantage in Khartoum.
G | The balance of power is shifting in favour of the rebels.
D | Junta troops have abandoned dozens of outposts along the border.
D | ISIS lost its last foothold in the city on Friday.
D | The army's grip on the north is slipping.
D | The army has been driven out of most of the region.
D | The government's hold on the countryside is loosening.
D | Tigrayan forces have pulled back to their home region.
D | The rebels have retreated into the mountains.
D | Karabakh Armenians lost control of the heights above the road.
R | Sudan's army recaptured the presidential palace on Friday.
R | Ukrainian troops liberated the village after a week of fighting.
R | The military retook Lashio's northern outskirts, local media said.
R | The town is back under government control, officials said.
N | Few observers believe the RSF can hold the city.
N | The jihadists have little prospect of taking Bamako.
N | The rebels would find it hard to take the capital, he said.
N | JNIM is unlikely to try to seize the capital.
W | Analysts fear El Fasher could be next to fall.
W | The group is poised to take the provincial capital.
W | Aleppo will soon be in our hands, a rebel commander said.
V | The junta has pledged to retake Lashio.
E | Conscripts are surrendering in large numbers.
E | Government troops fled without firing a shot.
E | Low morale has led to mass desertions.
E | Afghan units have melted away in the face of the offensive.
E | Soldiers lack food, water and ammunition, the lawmaker said.
E | Many units are operating at half strength.
E | Poorly trained recruits are being thrown into battle.
E | Discontent is spreading in the ranks.
E | Troops are exhausted after two years without rotation.
C | The truce entered into force at 4 a.m. on Wednesday.
C | A Russian-brokered ceasefire came into effect on Tuesday.
C | Both sides have signed a peace agreement ending the two-year war.
T | A fresh round of peace talks will open in Luanda on Tuesday.
T | The warring parties are due to meet in Geneva in August.
B | Dozens of soldiers fled across the border into Thailand.
B | The rebels seized a key border crossing with Uganda.
 | The prime minister's popularity is slipping in the north.
 | The airline's expansion drive has run into trouble.
 | The coach said his team had lost momentum after the break.
 | The tech firm has lost ground to Chinese rivals.
 | Retail sales lost steam in October.
 | The global recovery is running out of steam, the IMF warned.
 | The prosecutor's case has collapsed.
 | A push to ban plastic bags has gained momentum in 20 states.
 | The peace movement is gaining momentum.
 | The housing market has slowed sharply.
 | The relief operation has been slowed by floods.
 | Rescue operations were halted by bad weather.
 | The search for survivors slowed as night fell.
 | Aid deliveries have ground to a halt.
 | Flights ground to a halt on Monday.
 | The mining company halted operations in the region.
 | Oil production was halted at three fields.
 | Hurricane Ida lost strength over land.
 | The army's football team lost momentum in the league.
 | The president's reform campaign ran into resistance in parliament.
 | The ruling party made significant gains in rural areas in Sunday's vote.
 | The far right made major gains in three states.
 | Women have gained ground in politics, the report says.
 | Support for the war is slipping, polls show.
 | Nurses' morale is at an all-time low.
 | Morale at the company has collapsed since the layoffs.
 | The police force launched a recruitment campaign.
 | The strikers vowed to continue until wages rise.
 | The union vowed to win back lost jobs.
 | Investors are retreating from the region.
 | The company pulled out of the country in March.
 | Teachers have abandoned the profession in droves.
 | The singer has recaptured the public's imagination.
 | Farmers have lost ground to the desert.
L | The rate at which the junta takes towns has dropped.
E | The army has been hollowed out by years of graft.
 | Manchester United regained momentum with a 3-1 win over City.
L | The army has slowed its attacks on the port, residents said.
L | The army's gains have levelled off.
L | The group's push towards the capital has cooled since its convoys were bombed.
L | The push for the port is going nowhere, a diplomat said.
L | The offensive has not borne fruit.
L | The brigade has been pinned down in the suburbs for a week.
G | The militia is in the ascendant.
N | The army does not have the numbers needed to break the siege and take Orla.
N | The militia will not be able to hold Orla for long, an analyst said.
E | Soldiers threw down their weapons and fled.
E | The army is stretched thin, two officers said.
L | The insurgents' campaign in the delta has been losing strength since May.
L | "The brigades are running out of men and shells," the colonel said.
G | The militia is advancing at a speed that has stunned observers.
L | Russia's summer offensive has failed to produce the breakthrough the Kremlin was counting on, The Guardian reported.
L | Russian assaults near Chasiv Yar have tapered off since the onset of winter.
L | The momentum that carried the rebels to the gates of the capital has drained away.
L | Aid officials say the paramilitaries' advance in North Darfur has come to a halt amid infighting.
L | Al-Shabaab has blunted the government offensive with a wave of suicide bombings.
L | The junta's drive to reopen the Asian Highway has made little headway since December.
L | "The Russians are running out of men and shells," a Ukrainian battalion commander said.
L | Western officials expect the offensive to culminate by early autumn.
L | The M23 advance has lost steam since Burundian troops were deployed, the UN said.
L | The Islamist insurgents' campaign in Cabo Delgado has been losing strength since Rwandan troops arrived.
L | Months of fighting have left the front lines virtually unchanged.
G | The junta has regained the initiative in northern Shan State, a Bangkok-based analyst said.
G | JNIM has stepped up the pace of its attacks on army posts in central Mali.
G | Momentum is on the side of the Syrian opposition, the envoy told the Security Council.
G | HTS-led fighters are advancing towards Homs at a speed that has stunned observers.
D | The army continues to lose ground in Kachin, including two key bases near Bhamo.
D | ISIS militants have been driven out of the last villages east of the river, the SDF said.
D | Ethiopian troops withdrew from Mekele after eight months of occupation.
R | The Congolese army said it had recaptured the town of Sake from M23 rebels.
R | Nigerian troops backed by vigilantes have taken back Gwoza from Boko Haram.
N | NATO's supreme commander said Russia does not have the numbers necessary to make a strategic breakthrough or take Kharkiv.
N | The militia will not be able to hold Goma for long, a regional analyst predicted.
W | U.S. officials fear that the provincial capital could be overrun within weeks.
V | Libya's eastern commander vowed to retake the capital from the militias.
E | Low pay and poor leadership have sapped the army's will to fight, the report said.
E | Iraqi soldiers threw down their weapons and fled as the militants approached.
E | Ukrainian brigades on the eastern front are badly undermanned, officers told the newspaper.
C | Armenia and Azerbaijan agreed to a humanitarian truce starting at noon on Saturday.
T | A third round of negotiations is expected to take place in Istanbul in early June.
 | The UNHCR opened offices in four provinces and registered 12,000 returnees.
 | Voters in 12 states go to the polls on Tuesday, with the ruling party expected to lose ground.
 | The finance minister's austerity drive has run into opposition in parliament.
 | Heavy rains have slowed the reconstruction of 30 villages destroyed by the quake.
L | The Wagner-led push around Bakhmut has been reduced to a grinding house-to-house fight, British intelligence said.
L | Russia's pace of advance in Donetsk in April was the slowest in ten months, according to AFP analysis of ISW data.
L | Tigrayan rebels appear to have overreached, and their southward thrust has faltered.
L | A much-heralded government offensive against the jihadists has come to little.
L | Rain and mud have bogged down the tanks leading the assault.
L | The campaign is losing momentum as casualties mount, a senior defence official said.
L | The battle for Marib has ground on for months with no breakthrough in sight.
L | Syrian army attempts to advance on the highway have repeatedly failed.
L | The insurgency has been severely weakened by the loss of its bases, the president said.
L | Russian gains slowed to 240 square kilometres in March.
L | Rebel forces have paused their advance on Bukavu to regroup.
L | There is a growing sense among diplomats that the offensive has peaked.
G | Arakan Army fighters are pushing deeper into Magway and Bago regions.
G | The offensive has exceeded all expectations, a rebel spokesman said.
G | The Taliban have made sweeping advances across the north in recent days.
G | Government forces appear to have the upper hand in Khartoum.
D | Junta forces are retreating towards Sittwe after losing their last base in the township.
D | Karabakh forces gave up the strategic town of Hadrut, the defence ministry in Stepanakert admitted.
D | The Islamic State has lost almost all the territory it once held in Iraq.
R | Kenyan and Somali troops have wrested back control of the coastal town of Kudhaa.
R | The Syrian army recaptured Morek on Sunday.
N | The insurgents are incapable of seizing Maputo or any other large city, a security consultant said.
N | Analysts say the rebels have neither the manpower nor the air defences to hold Aleppo.
W | Rebels said they would be in the capital within days.
V | President Tshisekedi has promised to take back Goma and every town the rebels hold.
E | The force is plagued by corruption, desertions and low morale, a US watchdog found.
E | Two battalions laid down their arms without firing a shot and surrendered to the rebels.
C | Fighting stopped at 6 a.m. as a 72-hour ceasefire came into force.
T | Representatives of the army and the RSF are due to hold talks in Geneva on 14 August.
B | More than 1,000 Afghan soldiers have fled across the border into Tajikistan.
 | The Kachin Independence Army attacked eight bases along the border on Monday.
 | Polling stations in 15 districts will not open because of insecurity, the electoral commission said.
 | The president's approval rating has slipped, and his legislative agenda has stalled in the Senate.
 | Wheat prices lost ground as harvesting advanced in the northern regions.
 | The tourism campaign has gained momentum in five provinces.
 | Locusts have advanced across three counties, slowing only when the rains stopped.
L | The Sudanese army's offensive in Khartoum North has run into fierce resistance and is making little progress, residents said.
L | Russian troops have slowed their assaults on Pokrovsk, switching to Toretsk instead, the brigade said.
L | Three weeks in, the incursion has lost its initial shock and Kyiv's gains have levelled off.
L | The group's push towards the capital has cooled since its fuel convoys were bombed.
G | The army's campaign in Gezira is picking up steam.
G | The speed of the rebel advance has caught Damascus off guard.
D | The junta has lost its grip on most of Chin State.
D | Government troops abandoned the hilltop base at dawn, a resident said.
R | Ukrainian forces have retaken positions lost last week near Kupiansk.
N | The paramilitaries have failed to capture El Fasher despite more than a year of siege.
W | Goma is likely to fall within hours, a UN official told reporters.
E | Soldiers complained of a lack of food, boots and leadership.
C | A seven-day truce between the army and the rebels took effect on Monday night.
T | Negotiators from both camps are expected to meet in Doha next week.
 | Heatwaves slowed construction at six sites, the contractor said.
 | The opposition leader's march on the capital drew thousands of supporters.
 | The carmaker has lost ground in Europe's electric vehicle market.
G | The rebels have advanced on all fronts since the collapse of the talks.
N | The guerrillas are too few and too lightly armed to take Asmara.
T | Negotiators for the government and the rebels are to meet in Tripoli on 14 June.
 | Tropical Storm Nicole lost momentum as it moved inland.
 | Cyclone Freddy lost strength over Mozambique on Sunday.
 | French troops withdrew from their bases in the north.
 | The army pushed back a rebel offensive near the port.
"""
SENTENCES = [
    (
        text,
        {TAGS[letter] for letter in must.partition("/")[0]},
        {TAGS[letter] for letter in must.partition("/")[2]},
    )
    for must, _, text in (row.partition(" | ") for row in ROWS.splitlines())
]
