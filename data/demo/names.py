"""Names and companies that the demo's people are put together from; given and family names are (as written, in ASCII)."""

Name = tuple[str, str]

MOROCCAN_GIVEN: tuple[Name, ...] = (
    ("Amina", "amina"), ("Youssef", "youssef"), ("Fatima-Zahra", "fatimazahra"), ("Mohamed", "mohamed"), ("Khadija", "khadija"),
    ("Hicham", "hicham"), ("Salma", "salma"), ("Mehdi", "mehdi"), ("Nadia", "nadia"), ("Karim", "karim"), ("Meryem", "meryem"),
    ("Omar", "omar"), ("Ghita", "ghita"), ("Rachid", "rachid"), ("Soukaïna", "soukaina"), ("Abdelhak", "abdelhak"),
    ("Imane", "imane"), ("Driss", "driss"), ("Loubna", "loubna"), ("Anas", "anas"), ("Hanane", "hanane"), ("Zakaria", "zakaria"),
    ("Samira", "samira"), ("Noureddine", "noureddine"), ("Ilham", "ilham"), ("Taha", "taha"), ("Wafaâ", "wafaa"),
    ("Adil", "adil"),
)  # fmt: skip
MOROCCAN_FAMILY: tuple[Name, ...] = (
    ("El Fassi", "elfassi"), ("Benali", "benali"), ("El Amrani", "elamrani"), ("Tazi", "tazi"), ("Benjelloun", "benjelloun"),
    ("Alaoui", "alaoui"), ("Chraïbi", "chraibi"), ("Idrissi", "idrissi"), ("Berrada", "berrada"), ("Naciri", "naciri"),
    ("Ouazzani", "ouazzani"), ("Lahlou", "lahlou"), ("Bennani", "bennani"), ("Skalli", "skalli"), ("El Mansouri", "elmansouri"),
    ("Kettani", "kettani"), ("Sebti", "sebti"), ("Ait Oufkir", "aitoufkir"), ("Zniber", "zniber"), ("Filali", "filali"),
    ("Cherkaoui", "cherkaoui"), ("Belkacem", "belkacem"), ("Hajji", "hajji"), ("M'Rabet", "mrabet"), ("Squalli", "squalli"),
)  # fmt: skip
FRENCH_GIVEN: tuple[Name, ...] = (
    ("Élodie", "elodie"), ("Jean-Luc", "jeanluc"), ("Chloé", "chloe"), ("François", "francois"), ("Anaïs", "anais"),
    ("Benoît", "benoit"), ("Hélène", "helene"), ("Mathieu", "mathieu"), ("Zoé", "zoe"), ("Gaël", "gael"), ("Aurélie", "aurelie"),
    ("Jérôme", "jerome"), ("Maëlle", "maelle"), ("Loïc", "loic"), ("Sophie", "sophie"), ("Thibault", "thibault"),
)  # fmt: skip
FRENCH_FAMILY: tuple[Name, ...] = (
    ("Lefèvre", "lefevre"), ("Béchard", "bechard"), ("Morel", "morel"), ("Garnier", "garnier"),
    ("Dubois-Mercier", "duboismercier"),
    ("Gauthier", "gauthier"), ("Lemaître", "lemaitre"), ("d'Alençon", "dalencon"), ("Roussel", "roussel"), ("Noël", "noel"),
    ("Perrin", "perrin"), ("Côté", "cote"), ("de La Fontaine", "delafontaine"), ("Faucher", "faucher"), ("Renaud", "renaud"),
)  # fmt: skip
ARABIC_GIVEN: tuple[Name, ...] = (
    ("محمد", "mohammed"), ("فاطمة الزهراء", "fatimaezzahra"), ("أحمد", "ahmed"), ("خديجة", "khadija"),
    ("عبد الرحمن", "abderrahmane"),
    ("مريم", "maryam"), ("يوسف", "yousef"), ("سلمى", "salma"), ("إبراهيم", "ibrahim"), ("نورة", "noura"), ("خالد", "khalid"),
    ("هدى", "houda"), ("عمر", "omar"), ("سعاد", "souad"), ("حمزة", "hamza"), ("آمال", "amal"), ("عبد الله", "abdellah"),
    ("زينب", "zineb"), ("طارق", "tarik"), ("رقية", "roqaya"), ("بلال", "bilal"), ("لطيفة", "latifa"),
)  # fmt: skip
ARABIC_FAMILY: tuple[Name, ...] = (
    ("العمراني", "elamrani"), ("الإدريسي", "idrissi"), ("بنعلي", "benali"), ("الفاسي الفهري", "elfassielfihri"),
    ("العلوي", "alaoui"),
    ("بناني", "bennani"), ("التازي", "tazi"), ("المنصوري", "mansouri"), ("الشرقاوي", "cherkaoui"), ("القادري", "kadiri"),
    ("حجي", "hajji"), ("السبتي", "sebti"), ("الوزاني", "ouazzani"), ("أيت أوفقير", "aitoufkir"), ("الزهراوي", "zahraoui"),
    ("بوعزة", "bouazza"), ("الناصري", "naciri"), ("الخطيب", "khatib"), ("بلقاسم", "belkacem"), ("الهاشمي", "hachimi"),
)  # fmt: skip
CHINESE_FAMILY: tuple[Name, ...] = (
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("黄", "huang"), ("赵", "zhao"),
    ("吴", "wu"), ("周", "zhou"), ("徐", "xu"), ("孙", "sun"), ("马", "ma"), ("朱", "zhu"), ("欧阳", "ouyang"), ("林", "lin"),
)  # fmt: skip
CHINESE_GIVEN: tuple[Name, ...] = (
    ("伟", "wei"), ("芳", "fang"), ("秀英", "xiuying"), ("敏", "min"), ("静", "jing"), ("丽华", "lihua"), ("强", "qiang"),
    ("晓明", "xiaoming"), ("建国", "jianguo"), ("雪梅", "xuemei"), ("志远", "zhiyuan"), ("思源", "siyuan"), ("海燕", "haiyan"),
    ("子涵", "zihan"), ("明", "ming"), ("文博", "wenbo"), ("嘉怡", "jiayi"), ("国栋", "guodong"),
)  # fmt: skip
ENGLISH_GIVEN: tuple[Name, ...] = (
    ("Olivia", "olivia"), ("James", "james"), ("Priya", "priya"), ("William", "william"), ("Grace", "grace"), ("Kwame", "kwame"),
    ("Charlotte", "charlotte"), ("Daniel", "daniel"), ("Siobhán", "siobhan"), ("Henry", "henry"), ("Chloë", "chloe"),
    ("Marcus", "marcus"), ("Ngozi", "ngozi"), ("Thomas", "thomas"), ("Ingrid", "ingrid"), ("Samuel", "samuel"),
)  # fmt: skip
ENGLISH_FAMILY: tuple[Name, ...] = (
    ("Smith", "smith"), ("O'Brien", "obrien"), ("Taylor", "taylor"), ("Okafor", "okafor"), ("Nuñez-Østergård", "nunezostergard"),
    ("Walker", "walker"), ("MacLeod", "macleod"), ("Hughes", "hughes"), ("Patel", "patel"), ("Mensah", "mensah"),
    ("Fitzgerald", "fitzgerald"), ("Brown", "brown"), ("Lindqvist", "lindqvist"), ("Ashworth-Kavanagh", "ashworthkavanagh"),
)  # fmt: skip

MOROCCAN_COMPANIES = (
    "Agence Urbaine de Casablanca", "Casablanca Transports", "Université Hassan II", "Ville de Rabat", "Lydec Services",
    "Atlas Énergie Solaire", "Région Casablanca-Settat", "Maghreb Télécom Conseil", "École Mohammadia d'Ingénieurs",
    "Tramway du Grand Casablanca", "Banque du Détroit", "Cabinet Zniber & Associés", "Technopark Casablanca", "", "",
)  # fmt: skip
FRENCH_COMPANIES = (
    "Ville de Montréal", "Métropole de Lyon", "Urbanéo", "Ville de Dakar", "Lumière & Cité", "Mobilités Rhône-Alpes",
    "Bordeaux Métropole", "Institut des Villes Durables", "Eaux du Sud",
)  # fmt: skip
ARABIC_COMPANIES = (
    "اتصالات المغرب العربي", "جماعة الدار البيضاء", "جامعة محمد الخامس", "وكالة التنمية الرقمية", "ترامواي الدار البيضاء",
    "مدينة الرباط", "الشركة الوطنية للماء", "Ville de Fès", "", "",
)  # fmt: skip
CHINESE_COMPANIES = (
    "Shanghai Urban Planning Institute", "上海城市规划设计研究院", "Shanghai Metro Consulting", "同济大学", "Pudong Smart Grid",
    "深圳智慧城市科技",
)  # fmt: skip
ENGLISH_COMPANIES = (
    'Smart "Cities" Ltd', "City of Accra", "Northgate Mobility", "Barcelona Data Commons", "Lagos Urban Lab",
    "Kigali Innovation City",
    "Harbour & Hughes LLP", "Open Street Foundation", "City of Bristol",
)  # fmt: skip
