"""Words by which tables are understood, each list with its language, which is a code of ISO 639-1.

To teach reading another language, add its words here; `any` holds what every language writes alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = [
    "CURRENCIES",
    "DATE_WORDS",
    "DURATION_NAMES",
    "DURATION_UNITS",
    "GROUP_NAMES",
    "IDENTIFIER_NAMES",
    "KINDS_OF_ANSWERS",
    "LETTERS",
    "LETTERS_SELDOM_SEEN",
    "MISSING_BESIDE_NUMBERS",
    "OFTEN_SEEN_SIGNS",
    "OPPOSITES",
    "PER_CENT",
    "POWERS_OF_TEN",
    "REMARKS_BEGIN",
    "SAME_MONEY",
    "SCALES",
    "TARGET_NAMES",
    "TOTALS",
    "TOTALS_BEGIN",
    "TRUTH_VALUES",
    "USUAL_WORDS",
    "any_of",
]

# The first cell of a row below a table that sums it up is one of these words, ...
TOTALS = {
    "en": ("sum", "sums", "average", "averages", "mean", "median", "count", "overall", "all"),
    "de": ("mittelwert", "durchschnitt", "insgesamt"),
    "fr": ("moyenne", "ensemble"),
    "es": ("suma", "media", "promedio"),
}
# ... or begins with one of these.
TOTALS_BEGIN = {
    "en": ("total", "grand total", "subtotal"),
    "de": ("summe", "gesamt", "gesamtsumme", "gesamtergebnis", "zwischensumme"),
    "fr": ("somme", "sous-total"),
    "es": ("suma total", "gran total"),
}

# A line below a table that says something about it begins with one of these.
REMARKS_BEGIN = {
    "en": (
        "source",
        "sources",
        "note",
        "notes",
        "remark",
        "downloaded",
        "generated",
        "exported",
        "copyright",
        "end of",
    ),
    "de": ("quelle", "quellen", "hinweis", "anmerkung", "stand"),
    "fr": ("source", "note", "remarque"),
    "es": ("fuente", "nota"),
}

# What survey tools write below a question, in small letters.
KINDS_OF_ANSWERS = {
    "en": ("response", "responses", "open-ended response", "other (please specify)", "answer"),
    "de": ("antwort", "antworten", "offene antwort"),
    "fr": ("réponse", "réponses", "réponse ouverte"),
    "es": ("respuesta", "respuestas", "respuesta abierta"),
}

# Signs and words for money, before or behind a number, in any case.
CURRENCIES = {
    "any": (
        *"$€£¥₹₽₩₺₴₦₫₱฿₪₡₲₸₼₾₵₭₮₨৳₿¢￥＄￡",
        *("US$", "U$", "AU$", "A$", "CA$", "C$", "CAD$", "NZ$", "HK$", "S$", "SG$", "NT$", "MX$", "R$", "RD$", "J$"),
        *("$US", "$CA", "$AU", "$NZ", "Mex$", "CLP$", "COP$", "AR$", "B/.", "S/.", "S/", "Bs", "Bs."),
        # codes of ISO 4217
        *("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "BRL", "PLN", "SEK", "NOK", "DKK", "ISK"),
        *("CZK", "HUF", "RON", "BGN", "HRK", "RSD", "RUB", "UAH", "TRY", "AUD", "CAD", "NZD", "HKD"),
        *("SGD", "TWD", "MXN", "ZAR", "KRW", "THB", "IDR", "MYR", "PHP", "VND", "ILS", "AED", "SAR"),
        *("QAR", "KWD", "BHD", "OMR", "EGP", "MAD", "TND", "NGN", "KES", "GHS", "ETB", "UGX", "TZS"),
        *("PKR", "BDT", "LKR", "NPR", "ARS", "CLP", "COP", "PEN", "UYU", "BOB", "PYG", "DOP", "CRC"),
        *("GTQ", "KZT", "GEL", "AMD", "AZN", "BYN", "UZS", "IRR", "IQD", "JOD", "LBP", "DEM", "FRF"),
        *("ITL", "ESP", "ATS", "NLG", "BEF", "BTC", "ETH"),
    ),
    "en": ("dollar", "dollars", "euro", "euros", "pound", "pounds", "cents", "pence", "yen", "yuan", "rupees"),
    "de": ("Fr", "Fr.", "SFr", "SFr.", "Franken", "Rappen", "DM"),
    "hi": ("Rs", "Rs.", "Re", "Re.", "Rupee", "Rupees"),
    "nordic": ("kr", "kr.", "kronor", "kroner", "SEK kr"),
    "pl": ("zł", "zl", "złotych", "zlotych"),
    "cs": ("Kč", "Kc", "Kčs"),
    "hu": ("Ft", "Ft."),
    "ro": ("lei", "leu"),
    "bg": ("лв", "лв."),
    "ru": ("руб", "руб.", "р.", "рублей"),
    "uk": ("грн", "грн."),
    "hr": ("kn",),
    "sr": ("din", "din."),
    "tr": ("TL",),
    "ms": ("RM",),
    "id": ("Rp", "Rp."),
    "vi": ("đ", "VND đ"),
    "ar": ("ر.س", "د.إ", "ج.م", "﷼"),
    "zh": ("元", "人民币", "RMB"),
    "ja": ("円",),
    "ko": ("원",),
    "af": ("R", "Ksh", "KSh", "TSh", "USh", "GH₵", "Br", "Birr"),
}
# Words for the same money; each of the others above is one of its own.
SAME_MONEY = (
    ("$", "usd", "us$", "u$", "$us", "dollar", "dollars", "＄"),
    ("€", "eur", "euro", "euros"),
    ("£", "gbp", "pound", "pounds", "￡"),
    ("¥", "jpy", "yen", "円", "￥"),
    ("cny", "rmb", "yuan", "元", "人民币"),
    ("₹", "inr", "rs", "re", "₨", "rupee", "rupees"),
    ("chf", "fr", "sfr", "franken"),
    ("r$", "brl"),
    ("zł", "zl", "pln", "złotych", "zlotych"),
    ("kč", "kc", "kčs", "czk"),
    ("ft", "huf"),
    ("₽", "rub", "руб", "р", "рублей"),
    ("₩", "krw", "원"),
    ("₺", "try", "tl"),
    ("₴", "uah", "грн"),
)
# Behind a number, in any case and perhaps with a point: words for powers of ten, by their exponents. Words of one list
# stand in one column; single letters may be units as well.
POWERS_OF_TEN: dict[str, dict[int, tuple[str, ...]]] = {
    "any": {3: ("k",), 6: ("m", "mn", "mln"), 9: ("b", "bn", "bln", "g"), 12: ("t", "tn", "trn")},
    "en": {
        2: ("hundred",),
        3: ("thousand", "thousands"),
        6: ("million", "millions", "mill", "mio"),
        9: ("billion", "billions"),
        12: ("trillion", "trillions"),
    },
    "hi": {
        3: ("k", "thousand", "thousands"),
        5: ("l", "lac", "lacs", "lakh", "lakhs"),
        7: ("cr", "crore", "crores"),
    },
    "de": {
        3: ("tsd", "tausend"),
        6: ("mio", "million", "millionen"),
        9: ("mrd", "mia", "milliarde", "milliarden"),
        12: ("bio", "billion", "billionen"),
    },
    "fr": {3: ("k", "mille"), 6: ("m", "million", "millions"), 9: ("md", "mds", "milliard", "milliards")},
    "es": {3: ("mil",), 6: ("mill", "millón", "millon", "millones"), 9: ("mil millones",)},
    "pt": {3: ("mil",), 6: ("mi", "milhão", "milhões"), 9: ("bi", "bilhão", "bilhões", "mil milhões")},
    "it": {3: ("mila",), 6: ("mln", "milione", "milioni"), 9: ("mld", "miliardo", "miliardi")},
    "pl": {3: ("tys",), 6: ("mln",), 9: ("mld",), 12: ("bln",)},
    "nl": {3: ("duizend",), 6: ("mln", "miljoen"), 9: ("mld", "mrd", "miljard")},
    "nordic": {3: ("tusen", "tkr"), 6: ("mkr", "mn", "mio", "miljoner"), 9: ("mia", "mdr", "mrd", "miljarder")},
    "ru": {3: ("тыс", "тысяч"), 6: ("млн", "миллионов"), 9: ("млрд",), 12: ("трлн",)},
    "zh": {3: ("千",), 4: ("万", "萬"), 6: ("百万",), 8: ("亿", "億"), 12: ("兆",)},
    "ko": {3: ("천",), 4: ("만",), 6: ("백만",), 8: ("억",), 12: ("조",)},
}
# Behind a number: words of which the first make it negative and the second do not, where both are in a column.
OPPOSITES = {
    "account": ((("dr", "debit", "db", "d"), ("cr", "credit", "c")), (("s", "soll"), ("h", "haben"))),
    "place": (
        (("s", "°s", "° s"), ("n", "°n", "° n")),
        (("w", "°w", "° w"), ("e", "°e", "° e", "o", "°o")),
    ),
    "era": ((("bc", "bce", "v. chr", "av. j.-c"), ("ad", "ce", "n. chr", "ap. j.-c")),),
}
# Shares, and how many of a hundred each is.
PER_CENT = {
    "%": 1.0,
    **dict.fromkeys(("％", "pct", "pct.", "percent", "per cent", "prozent", "p.c.", "pc"), 1.0),
    **dict.fromkeys(("‰", "per mille", "per mil", "promille"), 0.1),
    **dict.fromkeys(("bp", "bps"), 0.01),
}
# Behind or in place of a number that is not known; in a column of words they may be words like others.
MISSING_BESIDE_NUMBERS = {
    "any": (
        ".",
        "..",
        "...",
        "…",
        "-",
        "--",
        "---",
        "–",
        "—",
        "−",
        "*",
        "**",
        "/",
        "\\",
        "x",
        "#",
        "_",
        ":",
        "?",
        "??",
    ),
    "en": (
        *(
            "na",
            "n.a.",
            "n.a",
            "n/a",
            "nan",
            "null",
            "nil",
            "n/k",
            "nk",
            "n.k.",
            "not known",
            "unknown",
            "unk",
            "missing",
        ),
        *("miss", "nd", "n.d.", "n/d", "no data", "nodata", "no value", "no answer", "no response", "not available"),
        *("not applicable", "not reported", "not recorded", "not measured", "not stated", "not given", "not answered"),
        *("unavailable", "unspecified", "undefined", "blank", "empty", "dk", "d/k", "dk/na", "don't know", "dont know"),
        *("do not know", "refused", "ref", "rf", "declined", "prefer not to say", "prefer not to answer", "skipped"),
        *("skip", "tba", "tbd", "tbc", "n.s.", "suppressed", "withheld", "redacted", "confidential", "bdl", "bld"),
        *("below detection", "below detection limit", "not detected", "n.m.", "invalid", "error", "err", "none given"),
        *("not provided", "not determined", "not sure", "can't say", "cannot say", "no info", "no information", "void"),
    ),
    "de": (
        *("k.a.", "k. a.", "ka", "keine angabe", "keine angaben", "unbekannt", "fehlt", "fehlend", "weiß nicht"),
        *("weiss nicht", "nicht verfügbar", "entfällt", "n.v.", "n. v.", "nicht bekannt"),
    ),
    "fr": (
        "nc",
        "n.c.",
        "n/c",
        "nr",
        "n.r.",
        "inconnu",
        "inconnue",
        "non disponible",
        "sans réponse",
        "nsp",
        "manquant",
    ),
    "es": (
        "s/d",
        "s.d.",
        "sd",
        "sin dato",
        "sin datos",
        "desconocido",
        "ns/nc",
        "nsnc",
        "no sabe",
        "no contesta",
        "n/c",
    ),
    "pt": ("sem dados", "sem informação", "desconhecido", "não informado", "nao informado", "ignorado", "ns/nr"),
    "it": ("n.d.", "nd", "non disponibile", "sconosciuto", "non so"),
    "pl": ("brak", "brak danych", "b.d.", "bd", "nie wiem"),
    "nl": ("onbekend", "nvt", "n.v.t.", "geen data", "weet niet"),
    "nordic": ("ukjent", "okänd", "saknas", "vet ej", "vet ikke", "ved ikke", "ingen data"),
    "ru": ("н/д", "нд", "нет данных", "неизвестно"),
}

# Names of months, by language and from January on, with those that pandas knows ...
_MONTHS = {
    "de": (
        "januar jänner jan jän",
        "februar feb feber",
        "märz maerz mär mrz",
        "april apr",
        "mai",
        "juni jun",
        "juli jul",
        "august aug",
        "september sept sep",
        "oktober okt",
        "november nov",
        "dezember dez",
    ),
    "fr": (
        "janvier janv",
        "février fevrier févr fevr fév",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août aout",
        "septembre sept",
        "octobre oct",
        "novembre nov",
        "décembre decembre déc",
    ),
    "es": (
        "enero ene",
        "febrero feb",
        "marzo",
        "abril abr",
        "mayo",
        "junio jun",
        "julio jul",
        "agosto ago",
        "septiembre setiembre sept sep",
        "octubre oct",
        "noviembre nov",
        "diciembre dic",
    ),
    "it": (
        "gennaio gen",
        "febbraio",
        "marzo",
        "aprile",
        "maggio mag",
        "giugno giu",
        "luglio lug",
        "agosto ago",
        "settembre set",
        "ottobre ott",
        "novembre",
        "dicembre dic",
    ),
    "pt": (
        "janeiro",
        "fevereiro fev",
        "março marco",
        "abril abr",
        "maio mai",
        "junho",
        "julho",
        "agosto ago",
        "setembro set",
        "outubro out",
        "novembro",
        "dezembro dez",
    ),
    "nl": (
        "januari",
        "februari",
        "maart mrt",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober okt",
        "november",
        "december",
    ),
    "ru": (
        "января январь янв",
        "февраля февраль фев февр",
        "марта март мар",
        "апреля апрель апр",
        "мая май",
        "июня июнь июн",
        "июля июль июл",
        "августа август авг",
        "сентября сентябрь сен сент",
        "октября октябрь окт",
        "ноября ноябрь ноя нояб",
        "декабря декабрь дек",
    ),
    "uk": (
        "січня січень",
        "лютого лютий",
        "березня березень",
        "квітня квітень",
        "травня травень",
        "червня червень",
        "липня липень",
        "серпня серпень",
        "вересня вересень",
        "жовтня жовтень",
        "листопада листопад",
        "грудня грудень",
    ),
    "pl": (
        "stycznia styczeń sty",
        "lutego luty lut",
        "marca marzec",
        "kwietnia kwiecień kwi",
        "maja maj",
        "czerwca czerwiec cze",
        "lipca lipiec lip",
        "sierpnia sierpień sie",
        "września wrzesień wrz",
        "października październik paź",
        "listopada listopad lis",
        "grudnia grudzień gru",
    ),
    "cs": (
        "ledna leden",
        "února únor",
        "března březen",
        "dubna duben",
        "května květen",
        "června červen",
        "července červenec",
        "srpna srpen",
        "září",
        "října říjen",
        "listopadu listopad",
        "prosince prosinec",
    ),
    "sv da no": (
        "januari januar",
        "februari februar",
        "mars marts",
        "april",
        "maj mai",
        "juni",
        "juli",
        "augusti august",
        "september",
        "oktober okt",
        "november",
        "december desember des",
    ),
    "fi": (
        "tammikuuta tammikuu",
        "helmikuuta helmikuu",
        "maaliskuuta maaliskuu",
        "huhtikuuta huhtikuu",
        "toukokuuta toukokuu",
        "kesäkuuta kesäkuu",
        "heinäkuuta heinäkuu",
        "elokuuta elokuu",
        "syyskuuta syyskuu",
        "lokakuuta lokakuu",
        "marraskuuta marraskuu",
        "joulukuuta joulukuu",
    ),
    "tr": (
        "ocak oca",
        "şubat şub",
        "mart",
        "nisan nis",
        "mayıs",
        "haziran haz",
        "temmuz tem",
        "ağustos ağu",
        "eylül eyl",
        "ekim eki",
        "kasım kas",
        "aralık ara",
    ),
}
# ... and words beside them that say nothing more.
_BESIDE_DATES = {
    "en": "of the",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so den der um uhr",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim le à",
    "es": "lunes martes miércoles jueves viernes sábado domingo lun mié jue vie sáb dom de del el a las",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica il alle",
    "pt": "segunda terça quarta quinta sexta feira sábado domingo de",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс г года в",
    "uk": "понеділок вівторок середа четвер п'ятниця субота неділя р року",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela r roku",
    "cs": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "sv da no": "måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag den kl",
    "fi": "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai klo",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
}
_MONTHS_OF_PANDAS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# What pandas is to read in place of the words in dates of each language.
DATE_WORDS = {
    language: {
        **dict.fromkeys(beside.split(), ""),
        **{
            name: month
            for names, month in zip(_MONTHS.get(language, ()), _MONTHS_OF_PANDAS, strict=False)
            for name in names.split()
        },
    }
    for language, beside in _BESIDE_DATES.items()
}

# What is behind the numbers in `2 days 3h 50m`, ...
DURATION_UNITS = {
    "en": {
        "day": ("d", "day", "days"),
        "hour": ("h", "hr", "hrs", "hour", "hours"),
        "minute": ("m", "min", "mins", "minute", "minutes"),
        "second": ("s", "sec", "secs", "second", "seconds"),
        "millisecond": ("ms", "msec", "milliseconds"),
        "week": ("w", "wk", "wks", "week", "weeks"),
    },
    "de": {
        "day": ("tag", "tage", "tagen"),
        "hour": ("std", "stunde", "stunden"),
        "minute": ("minute", "minuten"),
        "second": ("sek", "sekunde", "sekunden"),
        "week": ("woche", "wochen"),
    },
    "fr": {"day": ("j", "jour", "jours"), "hour": ("heure", "heures"), "minute": ("minute", "minutes")},
    "es": {"day": ("día", "días", "dia", "dias"), "hour": ("hora", "horas"), "minute": ("minuto", "minutos")},
}
# ... and words in the names of columns of durations.
DURATION_NAMES = {
    "en": ("duration", "length", "elapsed", "runtime", "lap", "pace", "time taken", "finish time", "split"),
    "de": ("dauer", "laufzeit"),
    "fr": ("durée", "duree"),
    "es": ("duración", "duracion"),
}

# The small letters, other than a to z, that words of a language are made of; by them encodings are told apart.
LETTERS = {
    "de": "äöüß",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "es": "áéíñóúüªº",
    "pt": "àáâãçéêíóôõúüªº",
    "it": "àèéìíîòóùú",
    "sv fi da no": "åäöæøéü",
    "is": "áéíóúýþæöð",
    "nl": "áéëïóöüè",
    "ca": "àçèéíïòóúü",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "pl": "ąćęłńóśźż",
    "hu": "áéíóöőúüű",
    "hr sl": "čćđšž",
    "ro": "ăâîșțşţ",
    "tr": "âçğıiöşüİ",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": "äõöüšž",
    "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
    "ru uk bg": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
    "sr mk": "абвгдежзиклмнопрстуфхцчшјљњћђџѓќѕ",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويىپچژگ",
    "th": "".join(map(chr, range(0x0E01, 0x0E4F))),
}
# What bytes of another encoding often turn into, and real words of these languages seldom hold.
LETTERS_SELDOM_SEEN = {"western": "ªºƒˆŽžŠšŸıﬁﬂΩπµ"}

# Signs that come most often in texts and tables; Japanese and traditional Chinese have many of `zh` too.
OFTEN_SEEN_SIGNS = {
    "zh": (
        "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小"
        "么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知"
        "民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间"
        "新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼"
        "体别处总才场师书比住员九性通目华报立马命张活难神数件安表原车白应路期死常提感金何更反合放做系计或司利"
        "受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特直服毛林题建南度统色字请交让认算论百义科"
        "元社术结六功指思非流每青管夫连远资队带花快条院变联言权往展该领传近留红治周保达办运武半候七必城父强步"
        "完深区即求品士转量空技轻程告江语英基满式李息识极令黄德收钱未持取设始版双历史商千片容研友站广改议形委"
        "早房音火际则首单据导影失网香专石校读志飞观究包组造落视济喜离坏兴男否低价格龄职称姓类型编号码省州县层"
        "级款贷额率质良优差婚农居址店客户态消费评医疗药病患诊断症血压份证照备注描述异湖河津沈苏圳杭汉庆"
    ),
    "zh-TW": (
        "這來個國說們為時學對裡後麼過會發當無開經頭見長動現將與進實點種聲話機給幾業間門東氣關內產萬體處總場師"
        "書員華報馬張難數應車親務臺記邊風戰題統請讓認論義術結資隊帶條變聯語權領傳紅決達辦運強輕極黃錢設雙歷樣"
        "兩從問電價齡職稱類編號碼縣層級貸額優農戶評醫療藥診斷壓證備註異積區單據"
    ),
    "ja": ("県町村歳齢氏円値付曜番阪価戸横浜札幌福岡屋古既悪売買気温駅働険様歴検査届済払込予約満足"),
    "ko": (
        "이다는을에의가고하지은를한도기사로나대어자서인리있아정그시해수부장보들것전제일으라만과비면상원구게조"
        "주여니미선오무동공성신우경관방세화소학연안생없위유국용중실행모계저진발업양건강물당명내식교등문말산천"
        "울거달광남북높음낮간예요년월금량번호격매점역력득혼직택종류"
    ),
}

# Two values that stand for yes and no.
TRUTH_VALUES = {
    "any": ({"0", "1"}, {"0.0", "1.0"}),
    "en": ({"yes", "no"}, {"y", "n"}, {"true", "false"}, {"t", "f"}, {"on", "off"}),
    "de": ({"ja", "nein"},),
    "fr": ({"oui", "non"},),
    "es": ({"si", "no"}, {"sí", "no"}),
}
# Values that people know the order of, from low to high.
SCALES = {
    "en": (
        ("low", "medium", "high"),
        ("small", "medium", "large"),
        ("poor", "fair", "good", "very good", "excellent"),
        ("never", "rarely", "sometimes", "often", "always"),
        ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
        ("very unsatisfied", "unsatisfied", "neutral", "satisfied", "very satisfied"),
        ("very unlikely", "unlikely", "neutral", "likely", "very likely"),
        ("xs", "s", "m", "l", "xl", "xxl"),
        ("very unfavorably", "somewhat unfavorably", "neutral", "somewhat favorably", "very favorably"),
    ),
}
# Words in the names of columns that number the rows.
IDENTIFIER_NAMES = {
    "any": ("id", "ids", "uuid", "guid", "idx", "#"),
    "en": (
        *("key", "index", "row", "rownum", "rownames", "obs", "observation", "serial", "case", "record", "rank"),
        "no",
    ),
    "de": ("nr",),
}
# What rows may belong to.
GROUP_NAMES = {
    "en": (
        *("patient", "subject", "person", "user", "customer", "client", "student", "household", "family", "group"),
        *("session", "site", "batch", "store"),
    ),
}
# What a column that is to be predicted is called.
TARGET_NAMES = {"any": ("y",), "en": ("target", "label", "class")}
# Words, without a final s, that name many a target, and many a column that has nothing to do with it.
USUAL_WORDS = {
    "en": (
        *("target", "label", "clas", "outcome", "result", "response", "score", "value", "type", "statu", "level"),
        *("group", "rate", "count", "number", "total", "code", "id", "index", "name", "year", "time"),
    ),
}


def any_of(words: Mapping[str, Sequence[str]]) -> str:
    """Return a regular expression for the words of all languages, or of all units.

    Parameters
    ----------
    words : mapping of str to sequence of str
        One of the lists of this module.

    Examples
    --------
    >>> any_of({"en": ("sum",), "de": ("summe",)})
    '(?:summe|sum)'
    """
    longest_first = sorted((word for some in words.values() for word in some), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"  # so that none hides another that begins with it
